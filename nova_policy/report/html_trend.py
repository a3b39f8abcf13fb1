"""How a repository's figures changed, as lines of the HTML report: x goes from 0 to 100, y from 0 (the top) to 40."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nova_policy.report.history import HistoryEntry

_TOP, _HEIGHT = 3, 34


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over time. *points* are `x,y` pairs; *tone* says whether the change is `good`, `bad` or `same`."""

    title: str
    last: str
    change: str
    tone: str
    low: str
    high: str
    points: tuple[str, ...]


def trends(history: Sequence[HistoryEntry]) -> list[Trend]:
    """Return maturity, hours and findings over time; nothing for less than two runs, which show no change."""
    if len(history) < 2:
        return []
    return [
        _trend("Maturity", [entry.score for entry in history], ".1f", 1),
        _trend("Hours left", [entry.remaining_hours for entry in history], "g", -1),
        _trend("Open findings", [float(entry.open_findings) for entry in history], "g", -1),
    ]


def _trend(title: str, values: Sequence[float], form: str, better: int) -> Trend:
    """Draw *values*; *better* is 1 where more is better, -1 where less is."""
    change = round(values[-1] - values[0], 2)
    gain = change * better
    return Trend(
        title=title,
        last=format(values[-1], form),
        change=format(change, f"+{form}").replace("-", "\N{MINUS SIGN}") if change else "±0",
        tone="good" if gain > 0 else "bad" if gain < 0 else "same",
        low=format(min(values), form),
        high=format(max(values), form),
        points=_points(values),
    )


def _points(values: Sequence[float]) -> tuple[str, ...]:
    lowest, span = min(values), max(values) - min(values)
    step = 100 / (len(values) - 1)
    shares = [(value - lowest) / span if span else 0.5 for value in values]
    return tuple(f"{index * step:.2f},{_TOP + _HEIGHT * (1 - share):.2f}" for index, share in enumerate(shares))
