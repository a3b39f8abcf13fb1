"""What `verify` makes of a user's policies, in each format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.errors import UsageError
from nova_policy.tools.find import find_tool
from nova_policy.verify.formats import render
from nova_policy.verify.tests import Coverage, Outcome, TestCase, conftest_tests
from nova_policy.verify.verification import OwnPolicies, Verification, is_delivered, verify_own
from tests.cli.test_test_command import nova

POLICY = """\
package main

deny_named contains "no name" if not input.name

warn contains "old" if input.version < 3
"""
TESTS = """\
package main_test

import data.main

test_no_name_is_denied if main.deny_named == {"no name"} with input as {}

test_wrong if main.warn == {"new"} with input as {"version": 1}

todo_test_later if false
"""
BY_CONFTEST = """\
package main_test

import data.main

test_old if main.warn == {"old"} with input as parse_config("yaml", "version: 1")

test_wrong if main.warn == {"new"} with input as {"version": 1}

todo_test_later if false
"""
NAMED, LATER, WRONG = (
    TestCase("own_test.rego", 5, "main_test", "test_no_name_is_denied", Outcome.PASSED),
    TestCase("own_test.rego", 9, "main_test", "todo_test_later", Outcome.SKIPPED),
    TestCase("own_test.rego", 7, "main_test", "test_wrong", Outcome.FAILED),
)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text)
    assert not is_delivered(folder)
    return folder


def verified(folder: Path, tests: str = TESTS, policy: str = POLICY) -> Verification:
    own = OwnPolicies(("main",), load_bundle().data["assessment"])
    files = {"own.rego": policy, "own_test.rego": tests}
    return verify_own(Opa(find_tool("opa").command), written(folder, files), own)


def test_every_test_has_its_outcome_and_place(tmp_path: Path) -> None:
    result = verified(tmp_path)
    assert result == Verification(2, (), (NAMED, WRONG, LATER))
    assert result.faults(None) == ["own_test.rego:7: test_wrong: failed"]


def test_coverage_is_measured_and_held_against_a_threshold(tmp_path: Path) -> None:
    result = verified(tmp_path, TESTS.replace('{"new"}', '{"old"}').replace('{"version": 1}', "{}"), POLICY)
    assert result.faults(None) == ["own_test.rego:7: test_wrong: failed"]
    result = verified(tmp_path, TESTS.replace("test_wrong", "todo_test_wrong"))
    assert result.coverage == Coverage(50.0, ("own.rego:5",))
    assert (result.faults(50), result.faults(None)) == ([], [])
    assert result.faults(51) == ["tests reach 50 % of the policies, less than 51 %", "own.rego:5: no test reaches this"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "deny_named",
            "denny_named",
            "NOVA-E03: own.rego:3: rule denny_named is never asked; did you mean deny_named?",
        ),
        ("package main\n", "package main\n\nimport data.main.x\n", "NOVA-E05: own.rego:3:1: import data.main.x unused"),
        ("input.version", "time.now_ns()", "NOVA-E09: own.rego:5:24: builtin time.now_ns is not allowed: "),
        ("input.version", "data.versions.old", "NOVA-E04: own.rego:5: refers to data.versions.old, which is not there"),
    ],
)
def test_what_test_would_refuse_is_an_error_and_nothing_is_tested(
    tmp_path: Path, old: str, new: str, error: str
) -> None:
    result = verified(tmp_path, policy=POLICY.replace(old, new, 1))
    assert (result.tests, result.coverage, result.faults(100)) == ((), None, [])
    assert [found.startswith(error) for found in result.errors] == [True], result.errors


def test_tests_that_do_not_compile_are_an_error(tmp_path: Path) -> None:
    (error,) = verified(tmp_path, BY_CONFTEST).errors
    assert "undefined function parse_config" in error


def test_conftest_runs_tests_with_its_own_builtins(tmp_path: Path) -> None:
    folder = written(tmp_path, {"own.rego": POLICY, "own_test.rego": BY_CONFTEST})
    own = OwnPolicies(("main",), load_bundle().data["assessment"])
    by_conftest = partial(conftest_tests, find_tool("conftest").command)
    result = verify_own(Opa(find_tool("opa").command), folder, own, by_conftest)
    assert (result.errors, result.coverage) == ((), None)
    counts = {outcome: result.count(outcome) for outcome in Outcome}
    assert counts == {Outcome.PASSED: 1, Outcome.FAILED: 1, Outcome.ERROR: 0, Outcome.SKIPPED: 1}
    assert result.faults(None) == ["own_test.rego: test_wrong: failed"]
    passing = Verification(2, (), tuple(test for test in result.tests if test.outcome is not Outcome.FAILED))
    assert passing.faults(80) == ["coverage was not measured: opa measures it, conftest does not"]


@pytest.mark.parametrize("body", ["exit 0", "echo null", "echo '[{}]'", "echo broken >&2; exit 1"])
def test_a_conftest_without_an_answer_is_an_error(tmp_path: Path, body: str) -> None:
    program = tmp_path / "conftest"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    with pytest.raises(UsageError, match=r"^conftest verify: (no result|broken)$"):
        conftest_tests((str(program),), tmp_path)


RESULT = Verification(2, (), (NAMED, WRONG, LATER))


def test_text_names_what_is_wrong_and_counts_the_rest() -> None:
    assert render(RESULT, None, "text").decode() == (
        "own_test.rego:7: test_wrong: failed\n2 policies; 3 tests: 1 passed, 1 failed, 1 skipped\n"
    )
    good = Verification(1, (), (NAMED,), Coverage(92.5, ("own.rego:5",)))
    assert render(good, None, "text").decode() == "1 policy; 1 test: 1 passed; they reach 92.5 % of the policies\n"


def test_json_holds_all_of_it() -> None:
    assert json.loads(render(RESULT, 80, "json")) == {
        "schema_version": 1,
        "policies": 2,
        "errors": [],
        "tests": [
            {"file": "own_test.rego", "line": line, "package": "main_test", "name": name, "outcome": outcome}
            for line, name, outcome in (
                (5, "test_no_name_is_denied", "passed"),
                (7, "test_wrong", "failed"),
                (9, "todo_test_later", "skipped"),
            )
        ],
        "coverage": None,
        "untested": [],
        "threshold": 80,
        "faults": ["own_test.rego:7: test_wrong: failed"],
    }


def outcomes(written: bytes) -> list[tuple[str | None, str | None, list[tuple[str, str | None]]]]:
    cases = ElementTree.fromstring(written).iter("testcase")
    return [
        (case.get("classname"), case.get("name"), [(tag.tag, tag.get("message")) for tag in case]) for case in cases
    ]


def test_junit_has_a_case_per_test_and_two_for_the_policies() -> None:
    written = render(RESULT, None, "junit")
    assert outcomes(written) == [
        ("policies", "compile and keep their contract", []),
        ("policies", "are tested", []),
        ("main_test", "test_no_name_is_denied", []),
        ("main_test", "test_wrong", [("failure", "own_test.rego:7: failed")]),
        ("main_test", "todo_test_later", [("skipped", "own_test.rego:9: skipped")]),
    ]
    root = ElementTree.fromstring(written)
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["5", "1", "0", "1"]
    assert outcomes(render(Verification(0, ("bad\x1b[31m",)), None, "junit")) == [
        ("policies", "compile and keep their contract", [("error", "bad\\x1b[31m")]),
        ("policies", "are tested", []),
    ]
    assert outcomes(render(Verification(1), None, "junit"))[1] == (
        "policies",
        "are tested",
        [("failure", "no test was run")],
    )


def test_the_exit_code_tells_bad_tests_from_policies_that_cannot_be_used(tmp_path: Path) -> None:
    written(tmp_path, {"own.rego": POLICY, "own_test.rego": TESTS})
    failed = nova("verify", str(tmp_path))
    assert (failed.returncode, failed.stdout[:35]) == (1, b"own_test.rego:7: test_wrong: failed")
    good = TESTS.replace('{"new"}', '{"old"}')
    written(tmp_path, {"own_test.rego": good})
    assert nova("verify", str(tmp_path), "--threshold", "100").stdout == (
        b"2 policies; 3 tests: 2 passed, 1 skipped; they reach 100 % of the policies\n"
    )
    assert nova("verify", str(tmp_path), "--namespace", "other").returncode == 2
    assert nova("verify", str(tmp_path), "--threshold", "101").returncode == 2
    written(tmp_path, {"own_test.rego": BY_CONFTEST})
    by_conftest = nova("verify", str(tmp_path), "--runner", "conftest", "--format", "json")
    assert (by_conftest.returncode, json.loads(by_conftest.stdout)["faults"]) == (
        1,
        ["own_test.rego: test_wrong: failed"],
    )
