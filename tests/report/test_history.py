from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nova_policy.errors import UsageError
from nova_policy.model import Severity
from nova_policy.report.history import HistoryEntry, add_to_history, read_history, render_history
from tests.report.sample import INCOMPLETE, SAMPLE

FIRST = HistoryEntry.of(SAMPLE, "a1b2c3", date(2025, 11, 10))
SECOND = replace(HistoryEntry.of(INCOMPLETE, "d4e5f6", date(2025, 11, 17)), score=50.25, remaining_hours=3.5)


def test_an_entry_has_the_figures_of_its_report() -> None:
    assert (FIRST.score, FIRST.remaining_hours, FIRST.open_findings, FIRST.complete) == (45, 4, 3, True)
    assert FIRST.by_severity[Severity.BLOCKER] == 1


def test_entries_come_back_in_the_order_they_were_added(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    assert read_history(path) == ()
    add_to_history(path, FIRST)
    add_to_history(path, SECOND)
    assert read_history(path) == (FIRST, SECOND)
    assert len(path.read_text().splitlines()) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_second_run_of_a_commit_takes_the_place_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    for entry in (FIRST, SECOND, replace(FIRST, score=46.0)):
        add_to_history(path, entry)
    assert [(entry.label, entry.score) for entry in read_history(path)] == [("a1b2c3", 46), ("d4e5f6", 50.25)]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"label": 1}', "null", ""])
def test_what_is_no_entry_is_named_by_file_and_line_and_nothing_is_lost(tmp_path: Path, line: str) -> None:
    path = tmp_path / "history.jsonl"
    add_to_history(path, FIRST)
    content = f"{path.read_text()}{line}\n"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"history\.jsonl:2: not an entry of a history"):
        add_to_history(path, SECOND)
    assert path.read_text() == content


def test_a_table_shows_each_run_and_marks_bounds() -> None:
    assert render_history((FIRST, SECOND)) == (
        "      date  score  hours  blocker  high  medium  low  label\n"
        "2025-11-10   45.0      4        1     1       0    1  a1b2c3\n"
        "2025-11-17  ≤50.2    3.5        1     1       0    1  d4e5f6\n"
        "\n"
        "maturity        45.0 to 50.2    ▁█\n"
        "hours left      4 to 3.5        █▁\n"
        "open findings   3 to 3          ▅▅\n"
    )


def test_labels_are_made_visible() -> None:
    assert "\\x1b[2J" in render_history((replace(FIRST, label="\x1b[2J"),))
