"""The report's claims against the repository: confirmed, partly so, refuted, or undecidable here.

What a denial says about a claim depends on the kind of claim. policies/assessment/data.yaml has the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.exhibits import exhibits
from nova_policy.assess.ledger import ClaimKind, LedgerEntry
from nova_policy.assess.measurement import Measurement
from nova_policy.assess.outcome import Claim, Evidence, Verdict
from nova_policy.assess.population import Population, population
from nova_policy.bundle.catalogue import Catalogue
from nova_policy.collect.project import Project
from nova_policy.engines.judge import Judgement
from nova_policy.model import Document, Finding, Location

_SHOWN = 10
"""How many places stand for what a refuted claim overlooks, or for a figure; denials are all named."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What verdicts rest on: *findings* and *judgement* of one run on *project*, and what was *measured* by metric."""

    findings: Sequence[Finding]
    judgement: Judgement
    project: Project
    catalogue: Catalogue
    measured: Mapping[str, Sequence[Measurement]]

    def found_by(self, policies: Iterable[str]) -> list[Finding]:
        """Return the findings of *policies*, in the report's order; waived ones are true all the same."""
        wanted = set(policies)
        return [finding for finding in self.findings if finding.policy in wanted]

    def populations(self, policies: Iterable[str]) -> list[Population]:
        """Return what each of *policies* judged."""
        known = [self.catalogue.policies[name] for name in policies]
        return [population(policy, self.project, self.judgement.denials) for policy in known]


def settle(assessment: Assessment, grounds: Grounds) -> tuple[Claim, ...]:
    """Return the verdict on every finding of the report, in the ledger's order."""
    return tuple(_claim(entry, grounds) for entry in assessment.findings)


def _claim(entry: LedgerEntry, grounds: Grounds) -> Claim:
    if entry.decided_by:
        return _decided(entry, grounds)
    if entry.measured_as:
        return _measured(entry, grounds.measured.get(entry.measured_as, ()))
    nearest = f" {entry.nearest} comes nearest." if entry.nearest else ""
    return Claim.of(entry, Verdict.UNDECIDABLE, reason=f"{entry.undecidable_reason}{nearest}")


def _decided(entry: LedgerEntry, grounds: Grounds) -> Claim:
    asked = [name for name in entry.decided_by if name in grounds.judgement.applied]
    if not asked:
        reason = f"Nothing was found for {' or '.join(entry.decided_by)} to judge."
        return Claim.of(entry, Verdict.UNDECIDABLE, reason=reason)
    rules: dict[ClaimKind, Callable[[LedgerEntry, list[str], Grounds], Claim]] = {
        ClaimKind.ABSENT: _absent,
        ClaimKind.ALL: _all,
        ClaimKind.SOME: _some,
    }
    claim = rules[entry.claim_kind](entry, asked, grounds)
    silent = [name for name in asked if name in grounds.judgement.unanswered]
    # One denial settles a claim about something; a claim about everything or nothing needs all answers.
    if silent and not (entry.claim_kind is ClaimKind.SOME and claim.verdict is Verdict.CONFIRMED):
        return Claim.of(entry, Verdict.UNDECIDABLE, reason=f"{' and '.join(silent)} gave no complete answer.")
    return claim


def _absent(entry: LedgerEntry, asked: list[str], grounds: Grounds) -> Claim:
    found = grounds.found_by(asked)
    denying = {finding.policy for finding in found}
    if not denying:
        return _refuted(entry, asked, grounds, f"{' and '.join(asked)} found what is said to be missing.")
    passing = [name for name in asked if name not in denying]
    places = tuple(dict.fromkeys(item for finding in found for item in (*_places(finding), *_related(finding))))
    if passing:
        places += _exhibits(entry, grounds)
        return Claim.of(entry, Verdict.PARTLY, places, f"{' and '.join(passing)} found nothing missing.")
    exhibited = _exhibits(entry, grounds)
    short = any(placed.related and placed.denial.policy in denying for placed in grounds.judgement.denials)
    if short or exhibited:
        return Claim.of(entry, Verdict.PARTLY, places + exhibited, "Something of the kind exists but falls short.")
    return Claim.of(entry, Verdict.CONFIRMED, places)


def _all(entry: LedgerEntry, asked: list[str], grounds: Grounds) -> Claim:
    populations = grounds.populations(asked)
    judged = sum(len(item.judged) for item in populations)
    denied = sum(len(item.denied) for item in populations)
    reason = f"{denied} of {judged} judged have it."
    if not denied:
        return _refuted(entry, asked, grounds, f"None of {judged} judged has it.")
    places = _evidence(grounds.found_by(asked))
    return Claim.of(entry, Verdict.CONFIRMED if denied == judged else Verdict.PARTLY, places, reason)


def _some(entry: LedgerEntry, asked: list[str], grounds: Grounds) -> Claim:
    found = grounds.found_by(asked)
    there = [finding for finding in found if _is_at(finding.location.path, entry.places)]
    if there:
        return Claim.of(entry, Verdict.CONFIRMED, _evidence(there))
    if entry.otherwise:
        return Claim.of(entry, Verdict.UNDECIDABLE, reason=entry.otherwise)
    elsewhere = f", but at {len(found)} other place{'s' * (len(found) > 1)}" if found else ""
    where = f" in {' and '.join(entry.places)}" if entry.places else ""
    return _refuted(entry, asked, grounds, f"{' and '.join(asked)} found nothing of the kind{where}{elsewhere}.")


def _measured(entry: LedgerEntry, found: Sequence[Measurement]) -> Claim:
    if not found:
        return Claim.of(entry, Verdict.UNDECIDABLE, reason=f"Nothing was found to measure {entry.measured_as} on.")
    agreeing = [item for item in found if item.agrees_with(entry.claimed)]
    shown = agreeing[:1] or found
    places = [place for item in agreeing or found for place in item.places]
    evidence = tuple(Evidence(place.path, place.line, None) for place in dict.fromkeys(places))[:_SHOWN]
    reason = f"Measured: {'; '.join(dict.fromkeys(map(str, shown)))}."
    if agreeing and entry.caveat:
        return Claim.of(entry, Verdict.PARTLY, evidence, f"{reason} {entry.caveat}")
    return Claim.of(entry, Verdict.CONFIRMED if agreeing else Verdict.REFUTED, evidence, reason)


def _refuted(entry: LedgerEntry, asked: list[str], grounds: Grounds, reason: str) -> Claim:
    """Show what the repository has instead: what facts and related policies say, else what was judged and passed."""
    related = [item for item in grounds.found_by(entry.see_also) if _is_at(item.location.path, entry.places)]
    evidence = _exhibits(entry, grounds) + _evidence(related)
    if not evidence:
        evidence = _first_of(_overlooked(entry, asked, grounds))
    return Claim.of(entry, Verdict.REFUTED, evidence, reason)


def _first_of(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return what is shown of *evidence*; nothing more is located, for there may be as much as there are documents."""
    shown: dict[Evidence, None] = {}
    for item in evidence:
        shown[item] = None
        if len(shown) == _SHOWN:
            break
    return tuple(shown)


def _exhibits(entry: LedgerEntry, grounds: Grounds) -> tuple[Evidence, ...]:
    places = exhibits(entry.instead, grounds.project)
    return tuple(dict.fromkeys(Evidence(place.path, place.line, None) for place in places))[:_SHOWN]


def _overlooked(entry: LedgerEntry, asked: list[str], grounds: Grounds) -> Iterator[Evidence]:
    known = list(zip(asked, grounds.populations(asked), strict=True))
    passing = [(name, item) for name, part in known for item in part.passing if _is_at(item.path, entry.places)]
    rest = [(None, item) for item in grounds.project.sources if _is_at(item.path, entry.places)]
    # What a place holds says something only where the claim names one and no policy was asked about it.
    for name, document in passing or (rest if entry.places else []):
        at = _head(document)
        yield Evidence(at.path, at.line, name)


def _head(document: Document) -> Location:
    return document.locator.locate(())[0]


def _is_at(path: str, places: Sequence[str]) -> bool:
    return not places or any(path == place or path.startswith(f"{place}/") for place in places)


def _evidence(found: Iterable[Finding]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(item for finding in found for item in _places(finding)))


def _places(finding: Finding) -> tuple[Evidence]:
    return (Evidence(finding.location.path, finding.location.line, finding.policy),)


def _related(finding: Finding) -> Iterator[Evidence]:
    yield from (Evidence(place.path, place.line, finding.policy) for place in finding.related_locations)
