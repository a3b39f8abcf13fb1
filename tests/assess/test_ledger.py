from __future__ import annotations

from typing import Any

import pytest

from nova_policy.assess.ledger import LedgerEntry

ANSWERS = [
    (0, "decided by room/one"),
    (1, "decided by room/two, room/one"),
    (2, "measured as speed"),
    (4, "undecidable: It is a feeling. (nearest: room/four)"),
]
POLICIES = [(0, ("room/one", "room/more")), (2, ()), (4, ("room/four",))]


@pytest.mark.parametrize(("index", "answer"), ANSWERS)
def test_the_answer_says_how_a_finding_is_settled(small: dict[str, Any], index: int, answer: str) -> None:
    assert LedgerEntry.from_json(small["findings"][index]).answer == answer


def test_the_answer_names_no_policy_where_none_is_near(small: dict[str, Any]) -> None:
    value = small["findings"][4] | {"undecidable": {"reason": "It is a feeling.", "nearest": None}}
    assert LedgerEntry.from_json(value).answer == "undecidable: It is a feeling."


@pytest.mark.parametrize(("index", "policies"), POLICIES)
def test_the_policies_of_an_entry_are_all_that_keep_its_work_open(
    small: dict[str, Any], index: int, policies: tuple[str, ...]
) -> None:
    assert LedgerEntry.from_json(small["findings"][index]).policies == policies
