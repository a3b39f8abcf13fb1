"""What `verify` lets pass and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_policy.bundle.opa import Opa
from nova_policy.bundle.verify import Verification, verify
from nova_policy.errors import UsageError
from nova_policy.tools.find import find_tool

METADATA = """\
# METADATA
# title: Things are as they should be
# description: Looks at one thing and says what it does not see, which is a lot.
# related_resources:
# - ref: https://example.com/
# custom:
#   severity: low
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: Make it so, and then keep it so.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   parameters: []
"""
POLICY = METADATA + 'package nova.a.b\n\ndeny contains {"msg": "m", "path": []} if input.bad\n'
TEST = """\
package nova.a.b_test

import data.nova.a.b

test_bad_is_denied if count(b.deny) == 1 with input as {"bad": true}
"""
PARAMETERS = "package lib.parameters\n"


def checked(folder: Path, policy: str = POLICY, test: str | None = TEST) -> Verification:
    for name, text in (("lib/parameters.rego", PARAMETERS), ("a/b.rego", policy), ("a/b_test.rego", test)):
        if text is not None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
    return verify(Opa(find_tool("opa").command), folder)


def test_a_tested_policy_passes(tmp_path: Path) -> None:
    result = checked(tmp_path)
    assert (result.tests, result.coverage, result.faults(100)) == (1, 100.0, [])


def test_a_failing_test_is_named(tmp_path: Path) -> None:
    (fault,) = checked(tmp_path, test=TEST.replace("== 1", "== 2")).faults(0)
    assert fault.endswith("a/b_test.rego:5: test_bad_is_denied")


def test_a_policy_without_tests_is_a_fault(tmp_path: Path) -> None:
    faults = checked(tmp_path, test=None).faults(0)
    assert [fault.rpartition("/")[2] for fault in faults] == [
        "b.rego: no tests beside the policy",
        "no tests were found",
    ]


def test_lines_that_no_test_reaches_are_named_below_the_threshold(tmp_path: Path) -> None:
    result = checked(
        tmp_path, policy=POLICY + '\ndeny contains {"msg": "n", "path": []} if {\n\tinput.worse\n\tinput.more\n}\n'
    )
    assert result.coverage < 100
    assert any("no test reaches this" in fault for fault in result.faults(100))
    assert result.faults(10) == []


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (POLICY.replace("# custom:\n", "# custom:\n#   serverity: low\n"), "serverity"),
        (POLICY.replace("severity: low", "severity: lowest"), "severity"),
        (POLICY.replace("[]\n", "[unknown]\n", 1), "parameter 'unknown'"),
        (POLICY.removeprefix(METADATA), "no METADATA"),
        (POLICY.replace("input.bad", "inputs.bad"), "inputs"),
        (POLICY.replace("input.bad", 'http.send({"url": input.x, "method": "get"})'), "http.send"),
    ],
)
def test_what_breaks_the_contract_is_named(tmp_path: Path, policy: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        checked(tmp_path, policy=policy)
