"""The one request and the one answer."""

from __future__ import annotations

import json

import pytest

from nova_policy.engines.protocol import Answer, Failure, Question, envelope, merge, read_answer, unanswered
from nova_policy.model import Denial


def test_the_envelope_names_the_policies_of_each_document() -> None:
    assert json.loads(envelope([Question("0", ("a/b",), {"k": "ä"})], {"p": 1})) == {
        "documents": [{"id": "0", "policies": ["a/b"], "input": {"k": "ä"}}],
        "parameters": {"p": 1},
    }


def test_denials_and_accounts_are_told_apart_and_ordered() -> None:
    results = [
        {"document": "0", "policy": "a/c", "msg": "m", "path": ["x", 1], "related": [["y"]]},
        {"document": "0", "policy": "a/b", "msg": "m", "path": []},
        {"document": "0", "msg": "judged", "judged": ["a/b", "a/c"]},
    ]
    expected = Answer(
        {"0": (Denial("a/b", "m", ()), Denial("a/c", "m", ("x", 1), (("y",),)))},
        {"0": frozenset({"a/b", "a/c"})},
    )
    assert read_answer(results) == expected
    assert read_answer(reversed(results)) == expected


NO_STRING = "a result is {}; it must be a string, or an object with a string as msg"
NO_PATH = "the path of a result must be an array of keys and indices"


@pytest.mark.parametrize(
    ("denial", "reason"),
    [
        ({"msg": {"a": 1}, "path": []}, NO_STRING.format("an object")),
        ({"msg": 1, "path": []}, NO_STRING.format("a number")),
        ({"msg": True, "path": []}, NO_STRING.format("a boolean")),
        ({"msg": ["x"], "path": []}, NO_STRING.format("an array")),
        ({"path": []}, NO_STRING.format("null")),
        ({"msg": "m", "path": "spec"}, NO_PATH),
        ({"msg": "m", "path": [1.5]}, NO_PATH),
        ({"msg": "m", "path": [], "related": ["x"]}, "related of a result must be an array of paths"),
        ({"msg": "m", "path": [], "related": "x"}, "related of a result must be an array of paths"),
    ],
)
def test_a_denial_of_the_wrong_shape_fails_its_policy_alone(denial: dict[str, object], reason: str) -> None:
    answer = read_answer(
        [
            {"document": "0", "policy": "a/b", **denial},
            {"document": "0", "policy": "a/b", "msg": "right", "path": []},
            {"document": "0", "msg": "judged", "judged": ["a/b", "a/c"]},
        ]
    )
    assert answer == Answer(
        {"0": (Denial("a/b", "right", ()),)},
        {"0": frozenset({"a/c"})},
        {"0": {"a/b": Failure("NOVA-E14", reason)}},
    )


def test_denials_that_are_counted_and_not_listed_are_kept_apart() -> None:
    parts = [
        read_answer([{"document": "0", "msg": "judged", "judged": ["a/b"], "omitted": {"a/b": 7}}]),
        read_answer([{"document": "0", "msg": "judged", "judged": ["a/c"], "omitted": {"a/c": 1}}]),
        read_answer([{"document": "1", "msg": "judged", "judged": ["a/c"], "omitted": {}}]),
    ]
    assert merge(parts).omitted == {"0": {"a/b": 7, "a/c": 1}}


def test_an_endless_message_is_cut_and_says_so() -> None:
    answer = read_answer([{"document": "0", "policy": "a/b", "msg": "x" * 3000, "path": []}])
    assert answer.denials["0"][0].message == "x" * 2048 + "…(+952)"


def test_parts_of_one_question_are_put_together() -> None:
    failure = Failure("NOVA-E07", "slow")
    parts = [
        unanswered([Question("0", ("a/d",), {})], failure),
        Answer({"0": (Denial("a/c", "m", ()),)}, {"0": frozenset({"a/c"})}),
        Answer({"0": (Denial("a/b", "m", ()),)}, {"0": frozenset({"a/b"})}),
    ]
    assert merge(parts) == merge(reversed(parts))
    assert merge(parts).judged == {"0": {"a/b", "a/c"}}
    assert merge(parts).failed == {"0": {"a/d": failure}}
