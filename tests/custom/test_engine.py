"""What a user's rules say, and how they fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nova_policy.bundle.opa import Opa
from nova_policy.custom.engine import CustomEngine, WithCustom
from nova_policy.custom.policies import CustomPolicies
from nova_policy.engines.protocol import Answer, Failure, Question
from nova_policy.errors import ToolError
from nova_policy.model import Denial, Json, Location

Load = Callable[..., CustomPolicies]
Ask = Callable[..., Answer]

OWN = """\
deny contains "a string" if input.kind == "Service"

deny_named contains {"msg": msg, "path": ["metadata", "name"], "severity": "of no concern"} if {
	msg := sprintf("%s is bad", [input.metadata.name])
}

violation contains {"msg": "placed", "_loc": {"file": "k8s/x.yaml", "line": 3}} if input.kind == "Service"

warn := {"careful"} if input.kind == "Service"

warn_array := ["one", "two"]
"""
SERVICE: Json = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}


def test_results_are_strings_or_objects_in_sets_or_arrays(ask: Ask) -> None:
    answer = ask(OWN, SERVICE, {})
    policies = {"custom/deny", "custom/deny_named", "custom/violation", "custom/warn", "custom/warn_array"}
    array = (Denial("custom/warn_array", "one", ()), Denial("custom/warn_array", "two", ()))
    assert answer.judged == {"0": policies, "1": policies}
    assert answer.failed == {}
    assert answer.denials == {
        "0": (
            Denial("custom/deny", "a string", ()),
            Denial("custom/deny_named", "web is bad", ("metadata", "name")),
            Denial("custom/violation", "placed", (), place=Location("k8s/x.yaml", 3)),
            Denial("custom/warn", "careful", ()),
            *array,
        ),
        "1": array,
    }


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("1", "a number"),
        ('["x"]', "an array"),
        ("{}", "null"),
        ('{"msg": {"a": 1}}', "an object"),
        ('{"message": "x"}', "null"),
        ("null", "null"),
        ("true", "a boolean"),
    ],
)
def test_a_result_that_is_no_message_is_no_pass(ask: Ask, result: str, kind: str) -> None:
    answer = ask(f'deny contains {result} if input.kind\n\nwarn contains "careful"', SERVICE)
    reason = f"a result is {kind}; it must be a string, or an object with a string as msg"
    assert answer.judged == {"0": {"custom/warn"}}
    assert answer.failed == {"0": {"custom/deny": Failure("NOVA-E14", reason)}}
    assert answer.denials == {"0": (Denial("custom/warn", "careful", ()),)}


@pytest.mark.parametrize("value", ["input.count", "input.name", "input.ready", "input.object", "input.nothing"])
def test_a_rule_whose_value_is_no_set_is_no_pass(ask: Ask, value: str) -> None:
    given: Json = {"count": 3, "ready": False, "object": {"a": 1}, "nothing": None}
    answer = ask(f"deny := {value}", {"name": "x"} if value == "input.name" else given)
    if value == "input.name":
        assert answer.denials == {"0": (Denial("custom/deny", "x", ()),)}
    else:
        assert (answer.judged, answer.failed["0"]["custom/deny"].code) == ({"0": frozenset()}, "NOVA-E14")


@pytest.mark.parametrize(
    "place",
    [
        '"x"',
        "{}",
        '{"file": "a"}',
        '{"line": 1}',
        '{"file": "/etc/passwd", "line": 1}',
        '{"file": "../x", "line": 1}',
        '{"file": "a", "line": 0}',
        '{"file": "a", "line": "1"}',
        '{"file": "a", "line": true}',
    ],
)
def test_a_place_that_is_none_below_the_root_is_no_pass(ask: Ask, place: str) -> None:
    failed = ask(f'deny contains {{"msg": "m", "_loc": {place}}}', SERVICE).failed
    assert failed["0"]["custom/deny"].reason.startswith("_loc of a result must be {file, line}: ")


def test_a_failing_builtin_is_named_with_its_place_and_without_the_value(ask: Ask, tmp_path: Path) -> None:
    answer = ask('deny contains "m" if to_number(input.kind) > 3\n\nwarn contains "careful"', SERVICE, {"kind": "4"})
    reason = f"builtin to_number failed at {tmp_path}/policy/own.rego:3"
    assert answer.failed == {"0": {"custom/deny": Failure("NOVA-E01", reason)}}
    assert answer.judged == {"0": {"custom/warn"}, "1": {"custom/deny", "custom/warn"}}


def test_a_rule_with_two_values_is_an_error(ask: Ask, tmp_path: Path) -> None:
    failed = ask('deny := {"a"} if input.kind\n\ndeny := {"b"} if input.apiVersion', SERVICE).failed
    reason = f"a rule has two values at {tmp_path}/policy/own.rego:5"
    assert failed == {"0": {"custom/deny": Failure("NOVA-E01", reason)}}


def test_an_endless_policy_is_named_and_the_others_are_judged(ask: Ask) -> None:
    endless = """\
deny_endless contains "never" if {
	some a in numbers.range(1, 100000)
	some b in numbers.range(1, 100000)
	a * b < 0
}

deny contains "x" if input.kind
"""
    answer = ask(endless, SERVICE, SERVICE, timeout=3)
    out_of_time = Failure("NOVA-E07", "opa gave no answer within 3 s and was ended")
    assert answer.failed == {key: {"custom/deny_endless": out_of_time} for key in "01"}
    assert answer.denials == {key: (Denial("custom/deny", "x", ()),) for key in "01"}


def test_helpers_data_and_exceptions_work_as_in_conftest(ask: Ask) -> None:
    files = {
        "own.rego": (
            "package main\n\nimport data.lib.names\n\n"
            'deny_name contains "bad" if names.is_bad(input.name)\n\n'
            'deny_port contains "port" if input.port in data.ports.refused\n\n'
            'exception contains ["name"] if input.excepted\n'
        ),
        "lib/names.rego": 'package lib.names\n\nis_bad(name) if startswith(name, "bad")\n',
        "ports/data.json": '{"refused": [22]}',
    }
    answer = ask(files, {"name": "bad", "port": 22}, {"name": "bad", "port": 22, "excepted": True}, {"name": "good"})
    name, port = Denial("custom/deny_name", "bad", ()), Denial("custom/deny_port", "port", ())
    assert answer.denials == {"0": (name, port), "1": (port,)}
    assert answer.judged == {key: {"custom/deny_name", "custom/deny_port"} for key in "012"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("exit 0", "no result"),
        ("echo '{}'", "no result"),
        ("echo '[]'", "no result"),
        ("echo '{\"result\": []}'", "no result"),
        ("echo broken >&2; exit 2", "broken"),
        ("kill -SEGV $$", "no result"),
    ],
)
def test_an_opa_that_gives_no_answer_is_an_error_and_no_pass(load: Load, tmp_path: Path, body: str, says: str) -> None:
    program = tmp_path / "opa"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    engine = CustomEngine(Opa((str(program),)), load('deny contains "x"'))
    with pytest.raises(ToolError, match=f"^opa gave no result: {says}$") as caught:
        engine.evaluate([Question("0", ("custom/deny",), SERVICE)], {})
    assert (caught.value.code, caught.value.exit_code) == ("NOVA-B07", 4)


class Recording:
    """An engine that notes what it is asked and judges all of it."""

    name = "recording"

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def evaluate(self, questions: list[Question], _parameters: Mapping[str, Json]) -> Answer:
        self.asked += [(question.id, question.policies) for question in questions]
        return Answer({}, {question.id: frozenset(question.policies) for question in questions})


def test_each_policy_is_asked_of_the_engine_that_knows_it() -> None:
    own, custom = Recording(), Recording()
    questions = [Question("0", ("a/b", "custom/deny"), {}), Question("1", ("custom/deny",), {})]
    answer = WithCustom(own, custom).evaluate(questions, {})  # type: ignore[arg-type]
    assert own.asked == [("0", ("a/b",))]
    assert custom.asked == [("0", ("custom/deny",)), ("1", ("custom/deny",))]
    assert answer.judged == {"0": {"a/b", "custom/deny"}, "1": {"custom/deny"}}
