"""What to do when: the open recommendations in the order of the report's roadmap, their hours counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Progress, RecommendationEffort
from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Json

UNSCHEDULED = "unscheduled"
"""The id of the stage for what the report recommends but has not put into its roadmap."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of time: its *open* recommendations, with the report's hours and our estimates apart.

    A recommendation that several stages name is listed in each, its hours stand in the first.
    """

    id: str
    title: str
    open: tuple[str, ...]
    remaining_hours: float
    remaining_estimate_hours: float

    def to_json(self) -> dict[str, Json]:
        """Return `{"id", "title", "open", "remaining_hours", "remaining_estimate_hours"}`."""
        return {
            "id": self.id,
            "title": self.title,
            "open": list(self.open),
            "remaining_hours": self.remaining_hours,
            "remaining_estimate_hours": self.remaining_estimate_hours,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Stage:
        """Read what :meth:`to_json` wrote."""
        return cls(**{**value, "open": tuple(value["open"])})


def stages(assessment: Assessment, parts: Sequence[RecommendationEffort]) -> tuple[Stage, ...]:
    """Return all stages in the report's order, then one for the open recommendations that it has not scheduled."""
    undone = {part.recommendation.id: part for part in parts if part.progress is not Progress.DONE}
    counted: set[str] = set()
    result: list[Stage] = []
    for stage in assessment.roadmap:
        names = dict.fromkeys(name for item in stage.items for name in item.recommendations if name in undone)
        result.append(
            _stage(stage.id, stage.title, list(names), [undone[name] for name in names if name not in counted])
        )
        counted.update(names)
    scheduled = {name for stage in assessment.roadmap for item in stage.items for name in item.recommendations}
    rest = [name for name in undone if name not in scheduled]
    result.append(_stage(UNSCHEDULED, "Not in the report's roadmap", rest, [undone[name] for name in rest]))
    return tuple(result)


def _stage(name: str, title: str, undone: list[str], counted: Sequence[RecommendationEffort]) -> Stage:
    return Stage(
        name, title, tuple(undone), _hours(counted, EffortSource.REPORT), _hours(counted, EffortSource.ESTIMATE)
    )


def _hours(parts: Iterable[RecommendationEffort], source: EffortSource) -> float:
    known = (part.remaining_hours or 0 for part in parts if part.recommendation.effort.source is source)
    return round(fsum(known), 2)
