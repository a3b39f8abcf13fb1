"""The report's outline: its headings, its scale of maturity, and what it states about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the report; *id* is like `3` or `3.1.1`."""

    id: str
    title: str
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Section:
        """Read `{id, title, line}`."""
        return cls(value["id"], value["title"], value["line"])


@dataclass(frozen=True, slots=True)
class Level:
    """One level of maturity, from *lowest* to *highest* points."""

    level: int
    title: str
    lowest: float
    highest: float
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Level:
        """Read `{level, title, lowest, highest, line}`."""
        return cls(value["level"], value["title"], value["lowest"], value["highest"], value["line"])


@dataclass(frozen=True, slots=True)
class Capability:
    """One of the eleven capabilities, with the *score* from 0 to 100 that the report gives it."""

    id: str
    title: str
    score: float
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Capability:
        """Read `{id, title, score, line}`."""
        return cls(value["id"], value["title"], value["score"], value["line"])


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the report states, and where."""

    value: float
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Figure:
        """Read `{value, line}`."""
        return cls(value["value"], value["line"])


@dataclass(frozen=True, slots=True)
class Stated:
    """What the report states about its own maturity. Points go from 0 to 100, levels from 1 to 5."""

    average: Figure
    level: Figure
    target: Figure
    target_level: Figure
    gap: Figure

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Stated:
        """Read an object with one `{value, line}` for each figure."""
        return cls(**{name: Figure.from_json(figure) for name, figure in value.items()})


@dataclass(frozen=True, slots=True)
class CriticalFinding:
    """A row of the executive summary: a risk in the report's own word, and the recommendations that answer it."""

    category: str
    risk: str
    recommendations: tuple[str, ...]
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> CriticalFinding:
        """Read `{category, risk, recommendations, line}`."""
        return cls(value["category"], value["risk"], tuple(value["recommendations"]), value["line"])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One matter of which the report says different things; *statements* are (what it says, line)."""

    what: str
    statements: tuple[tuple[str, int], ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Disagreement:
        """Read `{what, statements: [{says, line}]}`."""
        return cls(value["what"], tuple((item["says"], item["line"]) for item in value["statements"]))
