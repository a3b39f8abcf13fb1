"""Where the report contradicts itself: what it states, and what follows from its own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.recommendation import Priority
from nova_policy.model import Json


@dataclass(frozen=True, slots=True)
class Contradiction:
    """*claim* names the matter; *stated* is what the report says at *line*, *computed* what else it says or implies."""

    claim: str
    stated: str
    computed: str
    line: int

    def to_json(self) -> dict[str, Json]:
        """Return `{"claim", "stated", "computed", "line"}`."""
        return {"claim": self.claim, "stated": self.stated, "computed": self.computed, "line": self.line}


def contradictions(assessment: Assessment) -> tuple[Contradiction, ...]:
    """Return all contradictions: figures first, then risks, dates and the rest, each in the report's order."""
    return (
        *_figures(assessment),
        *_risks(assessment),
        *_dates(assessment),
        *_unscheduled(assessment),
        *_disagreements(assessment),
    )


def _figures(assessment: Assessment) -> Iterator[Contradiction]:
    stated = assessment.stated
    average = assessment.average_score
    if round(average, 1) != stated.average.value:
        yield Contradiction(
            "average maturity score", f"{stated.average.value:g}", f"{average:.1f}", stated.average.line
        )
    gap = stated.target.value - average
    if round(gap, 1) != stated.gap.value:
        yield Contradiction("gap to the target", f"{stated.gap.value:g} points", f"{gap:.1f} points", stated.gap.line)
    for score, level in ((stated.average, stated.level), (stated.target, stated.target_level)):
        reached = assessment.level_of(score.value).level
        if reached != level.value:
            yield Contradiction(
                f"level of {score.value:g} points", f"Level {level.value:g}", f"Level {reached}", level.line
            )


def _risks(assessment: Assessment) -> Iterator[Contradiction]:
    words = {heading.priority: heading.risk for heading in assessment.priorities}
    for row in assessment.critical_findings:
        for name in row.recommendations:
            priority = assessment.recommendation(name).priority
            if words.get(priority) not in (None, row.risk):
                computed = f"{words[priority]}, as {name} is {priority.value}"
                yield Contradiction(f"risk of {row.category}", row.risk, computed, row.line)


def _dates(assessment: Assessment) -> Iterator[Contradiction]:
    """Recommendations that section 9 wants done at another time than the roadmap."""
    planned = _stages_of(assessment)
    titles = {stage.id: stage.title for stage in assessment.roadmap}
    headings = {heading.priority: heading for heading in assessment.priorities}
    for item in assessment.recommendations:
        heading = headings.get(item.priority)
        stages = planned.get(item.id, ())
        if heading and heading.stage and set(stages) - {heading.stage}:
            computed = " and ".join(titles[stage] for stage in stages)
            yield Contradiction(f"time of {item.id}", heading.title, computed, heading.line)


def _unscheduled(assessment: Assessment) -> Iterator[Contradiction]:
    planned = _stages_of(assessment)
    titles = {heading.priority: heading.title for heading in assessment.priorities}
    for item in assessment.recommendations:
        if item.priority is not Priority.NONE and item.id not in planned:
            yield Contradiction(f"time of {item.id}", titles[item.priority], "in no stage of the roadmap", item.line)


def _stages_of(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    planned: dict[str, tuple[str, ...]] = {}
    for stage in assessment.roadmap:
        for name in dict.fromkeys(name for item in stage.items for name in item.recommendations):
            planned[name] = (*planned.get(name, ()), stage.id)
    return planned


def _disagreements(assessment: Assessment) -> Iterator[Contradiction]:
    for item in assessment.disagreements:
        (first, line), *others = item.statements
        yield Contradiction(item.what, first, "; ".join(f"{says} (line {at})" for says, at in others), line)
