"""What the report recommends, how long that takes, and when it is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Priority(StrEnum):
    """The report's priorities, most urgent first; NONE for fixes that it asks for without one."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    NONE = "none"


class EffortSource(StrEnum):
    """Who says how many hours it takes: the report, we, or nobody."""

    REPORT = "report"
    ESTIMATE = "estimate"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours of work. *line* is where the report states them, *reason* why we estimate or leave them open."""

    hours: float | None
    source: EffortSource
    line: int | None
    reason: str | None

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Effort:
        """Read `{hours, source, line, reason}`."""
        return cls(value["hours"], EffortSource(value["source"]), value["line"], value["reason"])


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a recommendation. *findings* are the slugs that tell that it is not done yet."""

    id: str
    title: str
    findings: tuple[str, ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Step:
        """Read `{id, title, findings}`."""
        return cls(value["id"], value["title"], tuple(value["findings"]))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation: P0-1 to P3-4, or a fix without priority under an id of our own."""

    id: str
    title: str
    priority: Priority
    sections: tuple[str, ...]
    effort: Effort
    impact: str | None
    line: int
    steps: tuple[Step, ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Recommendation:
        """Read an entry of `recommendations`."""
        return cls(
            id=value["id"],
            title=value["title"],
            priority=Priority(value["priority"]),
            sections=tuple(value["sections"]),
            effort=Effort.from_json(value["effort"]),
            impact=value["impact"],
            line=value["line"],
            steps=tuple(Step.from_json(step) for step in value["steps"]),
        )


@dataclass(frozen=True, slots=True)
class PriorityHeading:
    """What section 9 says of a priority: its *risk* in the summary's word, and the stage of the roadmap it names."""

    priority: Priority
    title: str
    risk: str | None
    stage: str | None
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PriorityHeading:
        """Read `{id, title, risk, stage, line}`."""
        return cls(Priority(value["id"]), value["title"], value["risk"], value["stage"], value["line"])


@dataclass(frozen=True, slots=True)
class RoadmapItem:
    """One line of the roadmap and the recommendations it stands for, if the report recommends anything like it."""

    title: str
    recommendations: tuple[str, ...]
    line: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RoadmapItem:
        """Read `{title, recommendations, line}`."""
        return cls(value["title"], tuple(value["recommendations"]), value["line"])


@dataclass(frozen=True, slots=True)
class RoadmapStage:
    """A stretch of time of the roadmap and what is to be done in it, in the report's order."""

    id: str
    title: str
    line: int
    items: tuple[RoadmapItem, ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RoadmapStage:
        """Read `{id, title, line, items}`."""
        items = tuple(RoadmapItem.from_json(item) for item in value["items"])
        return cls(value["id"], value["title"], value["line"], items)
