"""What changed between two reports: findings that came, went or moved, hours bought back, and why the score moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nova_policy.assess.recommendation import EffortSource
from nova_policy.assess.report import Report
from nova_policy.assess.score import CapabilityScore
from nova_policy.assess.summary import observed_hours
from nova_policy.model import Finding, Json, Status


@dataclass(frozen=True, slots=True)
class HoursChange:
    """A recommendation whose remaining hours differ; *source* says whose hours they are."""

    recommendation: str
    title: str
    source: EffortSource
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A capability whose score differs: *settled* policies hold it back no longer, *new* ones do now."""

    capability: str
    title: str
    before: float
    after: float
    settled: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it differs, in words."""
        reasons = [f"no longer held back by {', '.join(self.settled)}"] if self.settled else []
        reasons += [f"now held back by {', '.join(self.new)}"] if self.new else []
        return tuple(reasons) or ("other policies had something to judge, which shifts the weights",)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences. Findings are the same when their fingerprints are; pairs are (before, after).

    *moved* ones stand at another place, *resettled* ones have another status. *doubts* say why a difference may not
    be one of the repository.
    """

    before: Report
    after: Report
    appeared: tuple[Finding, ...]
    disappeared: tuple[Finding, ...]
    moved: tuple[tuple[Finding, Finding], ...]
    resettled: tuple[tuple[Finding, Finding], ...]
    hours: tuple[HoursChange, ...]
    scores: tuple[ScoreChange, ...]
    doubts: tuple[str, ...]

    def bought_back(self, source: EffortSource = EffortSource.REPORT) -> float:
        """Hours that are no longer left, of one source; negative when more is left than before."""
        return round(sum(change.before - change.after for change in self.hours if change.source is source), 2)

    @property
    def missed_bought_back(self) -> float:
        """Hours, by our estimate, that are no longer left for what the assessment missed."""
        return round(observed_hours(self.before) - observed_hours(self.after), 2)

    @property
    def new_open(self) -> tuple[Finding, ...]:
        """Findings that are open now and were not: what a gate on new findings looks at."""
        reopened = (after for before, after in self.resettled if after.status is Status.OPEN)
        return (*(finding for finding in self.appeared if finding.status is Status.OPEN), *reopened)

    def to_json(self) -> dict[str, Json]:
        """Return the comparison; findings as in a report, pairs as `{"before", "after"}`."""
        return {
            "schema_version": 1,
            "score": {"before": self.before.score, "after": self.after.score},
            "hours_bought_back": self.bought_back(),
            "estimate_hours_bought_back": self.bought_back(EffortSource.ESTIMATE),
            "observed_hours_bought_back": self.missed_bought_back,
            "appeared": [finding.to_json() for finding in self.appeared],
            "disappeared": [finding.to_json() for finding in self.disappeared],
            "moved": [
                {"fingerprint": new.fingerprint, "before": old.location.to_json(), "after": new.location.to_json()}
                for old, new in self.moved
            ],
            "resettled": [{"before": old.status.value, "after": new.to_json()} for old, new in self.resettled],
            "recommendations": [
                {
                    "id": change.recommendation,
                    "effort_source": change.source.value,
                    "before": change.before,
                    "after": change.after,
                }
                for change in self.hours
            ],
            "capabilities": [
                {
                    "id": change.capability,
                    "before": change.before,
                    "after": change.after,
                    "settled": list(change.settled),
                    "new": list(change.new),
                }
                for change in self.scores
            ],
            "doubts": list(self.doubts),
        }


def compare(before: Report, after: Report) -> Comparison:
    """Compare two reports of one repository; all lists keep the order of the reports."""
    old = {finding.fingerprint: finding for finding in before.findings}
    new = {finding.fingerprint: finding for finding in after.findings}
    both = [(old[key], finding) for key, finding in new.items() if key in old]
    return Comparison(
        before=before,
        after=after,
        appeared=tuple(finding for key, finding in new.items() if key not in old),
        disappeared=tuple(finding for key, finding in old.items() if key not in new),
        moved=tuple((was, now) for was, now in both if was.location != now.location),
        resettled=tuple((was, now) for was, now in both if was.status is not now.status),
        hours=tuple(_hours(before, after)),
        scores=tuple(_scores(before, after)),
        doubts=tuple(_doubts(before, after)),
    )


def _hours(before: Report, after: Report) -> Iterator[HoursChange]:
    for item in after.recommendations:
        was = before.recommendation(item.id)
        left, now = (was.remaining_hours if was else None), item.remaining_hours
        if left is not None and now is not None and left != now:
            yield HoursChange(item.id, item.title, item.effort_source, left, now)


def _scores(before: Report, after: Report) -> Iterator[ScoreChange]:
    earlier = {item.id: item for item in before.capabilities}
    for item in after.capabilities:
        was = earlier.get(item.id)
        if was and was.score != item.score:
            old, new = _holding(was), _holding(item)
            settled, added = tuple(sorted(old - new)), tuple(sorted(new - old))
            yield ScoreChange(item.id, item.title, was.score, item.score, settled, added)


def _holding(score: CapabilityScore) -> set[str]:
    return {held.policy for held in score.held_back}


def _doubts(before: Report, after: Report) -> Iterator[str]:
    if not before.complete:
        yield "the earlier run is incomplete: what appeared may have been there"
    if not after.complete:
        yield "the later run is incomplete: what disappeared may still be there"
    if before.tool.bundle_revision != after.tool.bundle_revision:
        yield "the policies differ: changes may be theirs"
    if before.scope.exclude != after.scope.exclude or before.scope.parameters != after.scope.parameters:
        yield "the configuration differs: changes may be its"
