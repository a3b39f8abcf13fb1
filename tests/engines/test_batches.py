"""How questions are put together, and what is asked by itself."""

from __future__ import annotations

from nova_policy.engines.batches import batches, one_by_one
from nova_policy.engines.protocol import Question

SMALL = Question("0", ("a/b", "a/c"), {"x": "y"})
LARGE = Question("1", ("a/b", "a/c"), {"x": "y" * 100})


def test_batches_hold_what_fits_and_a_larger_question_stands_alone() -> None:
    assert list(batches([SMALL, SMALL, LARGE, SMALL], 50)) == [[SMALL, SMALL], [LARGE], [SMALL]]


def test_a_large_question_is_asked_about_one_policy_at_a_time() -> None:
    asked = list(one_by_one([SMALL, LARGE], 50))
    assert [(question.id, question.policies) for question in asked] == [
        ("0", ("a/b", "a/c")),
        ("1", ("a/b",)),
        ("1", ("a/c",)),
    ]
