"""Verdicts on the report's claims, by kind of claim."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.claims import settle
from nova_policy.assess.ledger import ClaimKind, Exhibit, LedgerEntry
from nova_policy.assess.measurement import Measurement
from nova_policy.assess.outcome import Claim, Evidence, Verdict
from nova_policy.collect.facts import fact
from nova_policy.model import Environment, Location
from tests.assess.runs import Run, denial, manifest, policy

FIRST, SECOND = policy("room/first"), policy("room/second")
NEAR, FAR = manifest("src/near.yaml", "Thing", "near", 3), manifest("far.yaml", "Thing", "far", 7)
BOTH = (NEAR, FAR)


def entry(kind: ClaimKind, *policies: str, **changes: Any) -> LedgerEntry:
    base = LedgerEntry("x/claim", "It is so.", "1", "P1-1", "building", (1,), kind, decided_by=policies)
    return replace(base, **changes)


def verdict(about: LedgerEntry, run: Run, small: dict[str, Any]) -> Claim:
    assessment = replace(Assessment.from_json(small), findings=(about,))
    (claim,) = settle(assessment, run.grounds)
    return claim


def places(claim: Claim) -> list[tuple[str, int, str | None]]:
    return [(item.path, item.line, item.policy) for item in claim.evidence]


class TestAbsent:
    about = entry(ClaimKind.ABSENT, "room/first", "room/second")

    def test_is_confirmed_when_every_policy_denies(self, small: dict[str, Any]) -> None:
        claim = verdict(
            self.about, Run([FIRST, SECOND], BOTH, [denial("room/first", NEAR), denial("room/second", FAR)]), small
        )
        assert claim.verdict is Verdict.CONFIRMED
        assert places(claim) == [("far.yaml", 7, "room/second"), ("src/near.yaml", 3, "room/first")]

    def test_is_partly_so_when_one_of_them_passes(self, small: dict[str, Any]) -> None:
        claim = verdict(self.about, Run([FIRST, SECOND], BOTH, [denial("room/first", NEAR)]), small)
        assert (claim.verdict, claim.reason) == (Verdict.PARTLY, "room/second found nothing missing.")

    def test_is_partly_so_when_something_exists_that_falls_short(self, small: dict[str, Any]) -> None:
        denials = [denial("room/first", NEAR, related=[FAR]), denial("room/second", NEAR)]
        claim = verdict(self.about, Run([FIRST, SECOND], BOTH, denials), small)
        assert claim.verdict is Verdict.PARTLY
        assert ("far.yaml", 7, "room/first") in places(claim)

    def test_is_partly_so_when_the_facts_know_something_of_the_kind(self, small: dict[str, Any]) -> None:
        scan = fact("Scan", "s", Location("ci.yml", 5))
        about = replace(self.about, instead=(Exhibit("Scan", (), {}),))
        denials = [denial("room/first", NEAR), denial("room/second", NEAR)]
        claim = verdict(about, Run([FIRST, SECOND], (NEAR, scan), denials), small)
        assert (claim.verdict, claim.reason) == (
            Verdict.PARTLY,
            "Something of the kind exists but falls short.",
        )
        assert places(claim)[-1] == ("ci.yml", 5, None)

    def test_is_refuted_by_silence_and_shows_what_passed(self, small: dict[str, Any]) -> None:
        claim = verdict(self.about, Run([FIRST, SECOND], (NEAR,)), small)
        assert claim.verdict is Verdict.REFUTED
        assert places(claim) == [("src/near.yaml", 3, "room/first"), ("src/near.yaml", 3, "room/second")]

    def test_shows_the_thing_itself_where_facts_know_it(self, small: dict[str, Any]) -> None:
        scan = fact("Scan", "s", Location("ci.yml", 5))
        about = replace(self.about, instead=(Exhibit("Scan", (), {}),))
        claim = verdict(about, Run([FIRST, SECOND], (NEAR, scan)), small)
        assert places(claim) == [("ci.yml", 5, None)]

    def test_shows_what_related_policies_say_of_the_thing(self, small: dict[str, Any]) -> None:
        other = policy("room/other")
        about = replace(self.about, see_also=("room/other",))
        claim = verdict(about, Run([FIRST, SECOND, other], BOTH, [denial("room/other", FAR)]), small)
        assert (claim.verdict, places(claim)) == (Verdict.REFUTED, [("far.yaml", 7, "room/other")])

    def test_of_a_policy_that_was_not_asked_there_is_no_evidence(self, small: dict[str, Any]) -> None:
        run = Run([FIRST, SECOND], BOTH, [denial("room/first", NEAR)], applied=["room/first"])
        assert verdict(self.about, run, small).verdict is Verdict.CONFIRMED


class TestAll:
    about = entry(ClaimKind.ALL, "room/first")

    @pytest.mark.parametrize(
        ("denied", "expected"),
        [
            (BOTH, (Verdict.CONFIRMED, "2 of 2 judged have it.")),
            ((NEAR,), (Verdict.PARTLY, "1 of 2 judged have it.")),
            ((), (Verdict.REFUTED, "None of 2 judged has it.")),
        ],
    )
    def test_counts_the_documents(
        self, denied: tuple[Any, ...], expected: tuple[Verdict, str], small: dict[str, Any]
    ) -> None:
        claim = verdict(self.about, Run([FIRST], BOTH, [denial("room/first", item) for item in denied]), small)
        assert (claim.verdict, claim.reason) == expected

    def test_counts_one_object_of_several_environments_once(self, small: dict[str, Any]) -> None:
        shown = tuple(replace(NEAR, environment=name) for name in ("prod", "staging"))
        claim = verdict(self.about, Run([FIRST], (*shown, FAR), [denial("room/first", shown[0])]), small)
        assert claim.reason == "1 of 2 judged have it."

    def test_counts_the_members_of_environments(self, small: dict[str, Any]) -> None:
        every = policy("environment/every")
        prod = Environment("prod", "prod", (*BOTH, manifest("other.yaml", "Other")))
        run = Run([every], (), [denial("environment/every", NEAR)], environments=[prod])
        assert verdict(entry(ClaimKind.ALL, "environment/every"), run, small).reason == "1 of 2 judged have it."

    def test_leaves_out_facts_with_nothing_of_what_is_denied(self, small: dict[str, Any]) -> None:
        images = policy("pipeline/images", "Pipeline", groups=["facts.nova-policy.dev"])
        building = fact("Pipeline", "a", Location("a", 1), images=[{}])
        testing = fact("Pipeline", "b", Location("b", 1), images=[])
        run = Run([images], (building, testing), [denial("pipeline/images", building, "images", 0)])
        assert verdict(entry(ClaimKind.ALL, "pipeline/images"), run, small).verdict is Verdict.CONFIRMED


class TestSome:
    about = entry(ClaimKind.SOME, "room/first", "room/second")

    def test_is_confirmed_by_any_denial(self, small: dict[str, Any]) -> None:
        claim = verdict(self.about, Run([FIRST, SECOND], BOTH, [denial("room/second", FAR)]), small)
        assert (claim.verdict, places(claim)) == (Verdict.CONFIRMED, [("far.yaml", 7, "room/second")])

    def test_is_refuted_by_denials_elsewhere(self, small: dict[str, Any]) -> None:
        claim = verdict(
            replace(self.about, places=("src",)), Run([FIRST, SECOND], BOTH, [denial("room/first", FAR)]), small
        )
        assert claim.verdict is Verdict.REFUTED
        assert claim.reason == "room/first and room/second found nothing of the kind in src, but at 1 other place."
        assert places(claim) == [("src/near.yaml", 3, "room/first"), ("src/near.yaml", 3, "room/second")]

    def test_is_undecidable_without_a_denial_where_that_proves_nothing(self, small: dict[str, Any]) -> None:
        about = replace(self.about, places=("src",), otherwise="It may be elsewhere.")
        near, far = ([denial("room/first", document)] for document in (NEAR, FAR))
        claim = verdict(about, Run([FIRST, SECOND], BOTH, far), small)
        assert (claim.verdict, claim.reason, claim.evidence) == (Verdict.UNDECIDABLE, "It may be elsewhere.", ())
        assert verdict(about, Run([FIRST, SECOND], BOTH, near), small).verdict is Verdict.CONFIRMED

    def test_takes_a_place_for_a_folder_or_a_file_but_no_part_of_a_name(self, small: dict[str, Any]) -> None:
        run = Run([FIRST], BOTH, [denial("room/first", NEAR)])
        verdicts = [
            verdict(entry(ClaimKind.SOME, "room/first", places=(place,)), run, small).verdict
            for place in ("src", "src/near.yaml", "src/near", "sr")
        ]
        assert verdicts == [Verdict.CONFIRMED, Verdict.CONFIRMED, Verdict.REFUTED, Verdict.REFUTED]

    def test_shows_what_lies_at_a_place_where_no_policy_was_asked(self, small: dict[str, Any]) -> None:
        other = manifest("src/other.yaml", "Other", "o", 9)
        run = Run([FIRST], (FAR, other), [denial("room/first", FAR)])
        assert places(verdict(entry(ClaimKind.SOME, "room/first", places=("src",)), run, small)) == [
            ("src/other.yaml", 9, None)
        ]

    def test_one_denial_is_enough_where_another_policy_gave_no_answer(self, small: dict[str, Any]) -> None:
        run = Run([FIRST, SECOND], BOTH, [denial("room/first", NEAR)], unanswered=["room/second"])
        assert verdict(self.about, run, small).verdict is Verdict.CONFIRMED


@pytest.mark.parametrize("kind", [ClaimKind.ABSENT, ClaimKind.ALL, ClaimKind.SOME])
def test_without_an_answer_there_is_no_verdict(kind: ClaimKind, small: dict[str, Any]) -> None:
    claim = verdict(entry(kind, "room/first"), Run([FIRST], BOTH, unanswered=["room/first"]), small)
    assert (claim.verdict, claim.reason) == (Verdict.UNDECIDABLE, "room/first gave no complete answer.")


@pytest.mark.parametrize("kind", [ClaimKind.ABSENT, ClaimKind.ALL, ClaimKind.SOME])
def test_where_nothing_was_asked_nothing_is_decided(kind: ClaimKind, small: dict[str, Any]) -> None:
    claim = verdict(entry(kind, "room/first", "room/second"), Run([FIRST, SECOND], (), applied=[]), small)
    assert (claim.verdict, claim.evidence) == (Verdict.UNDECIDABLE, ())
    assert claim.reason == "Nothing was found for room/first or room/second to judge."


class TestFigures:
    about = entry(ClaimKind.QUANTITY, measured_as="speed", claimed={"low": 1, "high": 3})

    @staticmethod
    def run(*figures: dict[str, float]) -> Run:
        places = (Location("a.yaml", index) for index in range(1, 9))
        return Run([], measured={"speed": [Measurement(figure, (next(places),)) for figure in figures]})

    def test_are_confirmed_when_one_of_those_measured_agrees(self, small: dict[str, Any]) -> None:
        claim = verdict(self.about, self.run({"low": 2, "high": 3}, {"low": 1, "high": 3}), small)
        assert (claim.verdict, claim.reason) == (Verdict.CONFIRMED, "Measured: low 1, high 3.")
        assert claim.evidence == (Evidence("a.yaml", 2, None),)

    def test_are_refuted_by_other_figures_which_are_named(self, small: dict[str, Any]) -> None:
        claim = verdict(self.about, self.run({"low": 2, "high": 1234567}), small)
        assert (claim.verdict, claim.reason) == (Verdict.REFUTED, "Measured: low 2, high 1,234,567.")

    def test_that_agree_prove_only_a_part_where_there_is_a_caveat(self, small: dict[str, Any]) -> None:
        claim = verdict(replace(self.about, caveat="It means nothing."), self.run({"low": 1, "high": 3}), small)
        assert (claim.verdict, claim.reason) == (Verdict.PARTLY, "Measured: low 1, high 3. It means nothing.")

    def test_that_nothing_was_found_for_decide_nothing(self, small: dict[str, Any]) -> None:
        assert verdict(self.about, self.run(), small).verdict is Verdict.UNDECIDABLE


def test_opinions_are_undecidable_and_name_what_comes_nearest(small: dict[str, Any]) -> None:
    claims = {claim.finding: claim for claim in settle(Assessment.from_json(small), Run([]).grounds)}
    assert claims["x/four"] == Claim(
        "x/four", "It feels wrong.", Verdict.UNDECIDABLE, (), "It is a feeling. room/four comes nearest."
    )


def test_every_finding_of_the_report_gets_a_verdict_in_its_order(assessment: Assessment) -> None:
    claims = settle(assessment, Run([]).grounds)
    assert [claim.finding for claim in claims] == [item.slug for item in assessment.findings]
