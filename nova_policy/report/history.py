"""How a repository's figures change: one line of JSON per run, kept in a file of the user's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nova_policy.assess.recommendation import EffortSource
from nova_policy.assess.report import Report
from nova_policy.errors import UsageError
from nova_policy.model import Json, Severity
from nova_policy.report.escape import visible
from nova_policy.report.replace import replace_file

_BLOCKS = "▁▂▃▄▅▆▇█"
_MOST_COLUMNS = 60
_FIELDS = ("label", "date", "complete", "score", "remaining_hours", "findings_by_severity", "bundle_revision")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One run: *label* names what was looked at (a commit, a tag), *day* when; hours are the assessment's."""

    label: str
    day: date
    complete: bool
    score: float
    remaining_hours: float
    by_severity: Mapping[Severity, int]
    bundle_revision: str

    @property
    def open_findings(self) -> int:
        """All open findings."""
        return sum(self.by_severity.values())

    @classmethod
    def of(cls, report: Report, label: str, day: date) -> HistoryEntry:
        """Take the figures of a report; the day is the caller's to say, a report knows none."""
        return cls(
            label=label,
            day=day,
            complete=report.complete,
            score=report.score,
            remaining_hours=report.hours(EffortSource.REPORT).remaining,
            by_severity=report.by_severity,
            bundle_revision=report.tool.bundle_revision,
        )

    def to_json(self) -> dict[str, Json]:
        """Return one line of the file."""
        return {
            "label": self.label,
            "date": self.day.isoformat(),
            "complete": self.complete,
            "score": self.score,
            "remaining_hours": self.remaining_hours,
            "findings_by_severity": {severity.value: self.by_severity[severity] for severity in Severity},
            "bundle_revision": self.bundle_revision,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> HistoryEntry:
        """Read what :meth:`to_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        if set(value) != set(_FIELDS):
            raise ValueError(f"keys are not {', '.join(_FIELDS)}")
        return cls(
            label=str(value["label"]),
            day=date.fromisoformat(value["date"]),
            complete=bool(value["complete"]),
            score=float(value["score"]),
            remaining_hours=float(value["remaining_hours"]),
            by_severity={severity: int(value["findings_by_severity"][severity.value]) for severity in Severity},
            bundle_revision=str(value["bundle_revision"]),
        )


def read_history(path: Path) -> tuple[HistoryEntry, ...]:
    """Return the entries of a file in its order, none when there is no file. Raises UsageError with file and line."""
    if not path.exists():
        return ()
    result: list[HistoryEntry] = []
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        try:
            result.append(HistoryEntry.from_json(json.loads(line)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            what = f"{path}:{number}: not an entry of a history: {error}"
            raise UsageError(f"{what}; mend or remove the line", code="NOVA-R02") from None
    return tuple(result)


def add_to_history(path: Path, entry: HistoryEntry) -> None:
    """Add *entry* by its day, instead of an earlier one of its label. The file is the old or the new one, never torn.

    Raises UsageError when the file holds anything else than a history, OSError when it cannot be written.
    """
    kept = [item for item in read_history(path) if item.label != entry.label]
    entries = sorted((*kept, entry), key=lambda item: item.day)
    replace_file(path, "".join(f"{json.dumps(item.to_json())}\n" for item in entries).encode())


def render_history(entries: Sequence[HistoryEntry]) -> str:
    """Return a table for a terminal, one line per run in the order of *entries*, and below it each figure as a line."""
    rows = [("date", "score", "hours", *(severity.value for severity in Severity), "label")]
    for entry in entries:
        counts = [str(entry.by_severity[severity]) for severity in Severity]
        score = f"{'' if entry.complete else '≤'}{entry.score:.1f}"
        rows.append((entry.day.isoformat(), score, f"{entry.remaining_hours:g}", *counts, visible(entry.label)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    table = (
        "  ".join([*(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]]) for row in rows
    )
    return "\n".join([*table, *_trends(entries)]) + "\n"


def _trends(entries: Sequence[HistoryEntry]) -> Iterator[str]:
    if len(entries) < 2:
        return
    yield ""
    figures = (
        ("maturity", [entry.score for entry in entries], "{:.1f}"),
        ("hours left", [entry.remaining_hours for entry in entries], "{:g}"),
        ("open findings", [float(entry.open_findings) for entry in entries], "{:g}"),
    )
    for title, values, form in figures:
        change = f"{form.format(values[0])} to {form.format(values[-1])}"
        yield f"{title:<14}  {change:<14}  {_sparkline(values)}"


def _sparkline(values: Sequence[float]) -> str:
    """Draw the last of *values*, the lowest as the lowest block; what does not change lies in the middle."""
    shown = values[-_MOST_COLUMNS:]
    lowest, span = min(shown), max(shown) - min(shown)
    if not span:
        return _BLOCKS[len(_BLOCKS) // 2] * len(shown)
    return "".join(_BLOCKS[round((value - lowest) / span * (len(_BLOCKS) - 1))] for value in shown)
