from __future__ import annotations

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.ledger import LedgerEntry


def _entry(assessment: Assessment, slug: str) -> LedgerEntry:
    return next(entry for entry in assessment.findings if entry.slug == slug)


def test_the_answer_names_what_decides(assessment: Assessment) -> None:
    entry = _entry(assessment, "deploy/graphql-schema-over-http")
    assert entry.answer == "decided by kubernetes/ingress_tls, kubernetes/graphql_schema_private"


def test_the_answer_names_what_measures(assessment: Assessment) -> None:
    assert _entry(assessment, "ci-security/unwrap-count").answer == "measured as unwrap_calls"


def test_the_answer_says_why_nothing_decides(assessment: Assessment) -> None:
    assert _entry(assessment, "metrics/test-coverage").answer == (
        "undecidable: Line coverage needs a run of the tests. (nearest: rust/unit_tests)"
    )
    assert _entry(assessment, "maturity/capability-scores").answer == (
        "undecidable: The scores are opinions; the tool computes its own from the policies."
    )


def test_the_policies_of_an_entry_are_all_that_keep_its_work_open(assessment: Assessment) -> None:
    assert _entry(assessment, "rec/gitops-fleet").policies == ("project/gitops_fleet", "project/gitops_sources")
    assert _entry(assessment, "metrics/test-coverage").policies == ("rust/unit_tests",)
    assert _entry(assessment, "maturity/average-score").policies == ()
