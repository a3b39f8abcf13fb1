"""What `verify` lets pass of policies built like ours, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_policy.bundle.opa import Opa
from nova_policy.tools.find import find_tool
from nova_policy.verify.tests import Coverage, Outcome, TestCase
from nova_policy.verify.verification import Verification, is_delivered, verify_delivered

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
MAIN = "package main\n"


def checked(folder: Path, policy: str = POLICY, test: str | None = TEST) -> Verification:
    files = {
        "main.rego": MAIN,
        "lib/parameters.rego": PARAMETERS,
        "a/b.rego": policy,
        **({"a/b_test.rego": test} if test else {}),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    assert is_delivered(folder)
    return verify_delivered(Opa(find_tool("opa").command), folder)


def test_a_tested_policy_passes(tmp_path: Path) -> None:
    result = checked(tmp_path)
    test = TestCase("a/b_test.rego", 5, "nova.a.b_test", "test_bad_is_denied", Outcome.PASSED)
    assert result == Verification(1, (), (test,), Coverage(100.0, ()), ())
    assert result.faults(100) == []


def test_a_failing_test_is_named_and_nothing_is_measured(tmp_path: Path) -> None:
    result = checked(tmp_path, test=TEST.replace("== 1", "== 2"))
    assert result.faults(100) == ["a/b_test.rego:5: test_bad_is_denied: failed"]
    assert result.coverage is None


def test_a_test_that_does_not_end_is_named(tmp_path: Path) -> None:
    endless = "every a in numbers.range(1, 100000) { every b in numbers.range(1, 100000) { a * b > 0 } }"
    result = checked(tmp_path, test=f"{TEST}\ntest_endless if {{\n\t{endless}\n}}\n")
    assert result.faults(100) == ["a/b_test.rego:7: test_endless: error"]


def test_a_policy_without_tests_is_a_fault(tmp_path: Path) -> None:
    expected = ["a/b.rego: no tests beside the policy", "no test was run"]
    assert checked(tmp_path, test=None).faults(0) == expected


def test_a_test_that_waits_to_be_written_tests_nothing(tmp_path: Path) -> None:
    result = checked(tmp_path, test=TEST.replace("test_bad", "todo_test_bad"))
    assert [test.outcome for test in result.tests] == [Outcome.SKIPPED]
    assert result.faults(0) == ["no test was run"]


def test_lines_that_no_test_reaches_are_named_below_the_threshold(tmp_path: Path) -> None:
    more = '\ndeny contains {"msg": "n", "path": []} if {\n\tinput.worse\n\tinput.more\n}\n'
    result = checked(tmp_path, policy=POLICY + more)
    missed = tuple(f"a/b.rego:{line}" for line in (21, 22, 23))
    assert result.coverage == Coverage(25.0, missed)
    assert result.faults(100) == [
        "tests reach 25 % of the policies, less than 100 %",
        *(f"{place}: no test reaches this" for place in missed),
    ]
    assert (result.faults(25), result.faults(None)) == ([], [])


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (POLICY.replace("# custom:\n", "# custom:\n#   serverity: low\n"), "serverity"),
        (POLICY.replace("severity: low", "severity: lowest"), "severity"),
        (POLICY.replace("#   severity: low\n", ""), "a/b.rego:16: METADATA of a/b: custom: 'severity' is a required"),
        (POLICY.replace("#   remediation: Make it so, and then keep it so.\n", ""), "'remediation' is a required"),
        (POLICY.replace("[]\n", "[unknown]\n", 1), "parameter 'unknown'"),
        (POLICY.replace("#   parameters", "#   reads: []\n#   parameters"), "custom/reads: [] should be non-empty"),
        (
            POLICY.replace("#   parameters", '#   reads:\n#   - {apiGroups: ["*"], kinds: [Job]}\n#   parameters'),
            "a/b.rego:19: METADATA of a/b: reads is for room project",
        ),
        (POLICY.removeprefix(METADATA), "a/b.rego:1: no METADATA"),
        (POLICY.replace("input.bad", "inputs.bad"), "NOVA-E05: a/b.rego:19:43: var inputs is unsafe"),
        (POLICY.replace("input.bad", 'http.send({"url": input.x, "method": "get"})'), "undefined function http.send"),
        (POLICY.replace("package nova.a.b\n", "package nova.a.b\n\nimport data.lib.parameters\n"), "unused"),
    ],
)
def test_what_breaks_the_contract_is_named_and_nothing_is_tested(tmp_path: Path, policy: str, says: str) -> None:
    result = checked(tmp_path, policy=policy)
    assert (result.tests, result.faults(100)) == ((), [])
    assert any(says in error for error in result.errors), result.errors
