"""The figures that the ledger and section 12 ask for, measured; policies/assessment/data.yaml defines each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.measurement import Measurement, facts, objects, percent, place
from nova_policy.assess.population import identity
from nova_policy.collect.project import Project
from nova_policy.engines.judge import Judgement
from nova_policy.model import Document, InputKind, Location

ZERO_DOWNTIME_POLICY = "environment/zero_downtime"
_REPLACEABLE = frozenset({"Deployment", "Rollout"})


def measure(assessment: Assessment, project: Project, judgement: Judgement) -> dict[str, tuple[Measurement, ...]]:
    """Return what was measured, by the metric's id: nothing where the repository has nothing of the kind.

    Several measurements are several things of one kind, such as autoscalers; a claim agrees when one of them does.
    """
    from nova_policy.assess import pipeline_metrics

    return {
        "automatic_rollback_share": pipeline_metrics.rollback_share(project, judgement),
        "autoscaler_range": tuple(_autoscalers(project)),
        "cargo_parallelism": pipeline_metrics.cargo_parallelism(project),
        "certificate_issuers": _issuers(project),
        "incremental_compilation": _incremental(project),
        "maturity_average": (Measurement(round(assessment.average_score, 1)),),
        "maturity_levels": (_levels(assessment),),
        "p0_caught_in_ci": pipeline_metrics.incidents_caught(assessment, project, judgement),
        "security_scan_coverage": pipeline_metrics.scan_coverage(project),
        "source_lines_and_test_files": _source_size(project),
        "unwrap_calls": _unwraps(project),
        "zero_downtime_share": _zero_downtime(project, judgement),
    }


def single_figures(measured: Mapping[str, Iterable[Measurement]]) -> dict[str, float]:
    """Return those metrics that are one number, by id."""
    return {
        name: item.figure for name, found in measured.items() for item in found if not isinstance(item.figure, Mapping)
    }


def _levels(assessment: Assessment) -> Measurement:
    stated = assessment.stated
    levels = {
        name: assessment.level_of(score.value).level
        for name, score in (("current", stated.average), ("target", stated.target))
    }
    return Measurement(levels)


def _autoscalers(project: Project) -> Iterator[Measurement]:
    for document, spec in objects(project, "HorizontalPodAutoscaler"):
        lowest, highest = spec.get("minReplicas", 1), spec.get("maxReplicas")
        if isinstance(lowest, int) and isinstance(highest, int):
            places = document.locator.locate(("spec", "minReplicas"))[:1]
            yield Measurement({"lowest": lowest, "highest": highest}, places)


def _issuers(project: Project) -> tuple[Measurement, ...]:
    found = [document for kind in ("ClusterIssuer", "Issuer") for document, _ in objects(project, kind)]
    if not found and not any(objects(project, "Ingress")):
        return ()
    return (Measurement(len(found), tuple(sorted(document.locator.locate(())[0] for document in found))),)


def _incremental(project: Project) -> tuple[Measurement, ...]:
    from nova_policy.assess.workflow_settings import environment_settings

    manifests = [document for document in project.sources if document.kind is InputKind.CARGO]
    if not manifests:
        return ()
    found = environment_settings(project, "CARGO_INCREMENTAL")
    found += [at for document in manifests for at in _incremental_profiles(document)]
    return (Measurement(len(found), tuple(sorted(found))),)


def _incremental_profiles(document: Document) -> Iterator[Location]:
    contents = document.contents if isinstance(document.contents, Mapping) else {}
    profiles = contents.get("profile")
    for name, profile in profiles.items() if isinstance(profiles, Mapping) else ():
        if isinstance(profile, Mapping) and profile.get("incremental") is True:
            yield document.locator.locate(("profile", name, "incremental"))[0]


def _source_size(project: Project) -> tuple[Measurement, ...]:
    languages = {
        item["name"]: item["lines"] for fact in facts(project, "RepositoryFiles") for item in fact["languages"]
    }
    lines = languages.get("rust", 0) + languages.get("swift", 0)
    if not lines:
        return ()
    tests = sum(fact["totals"]["test_files"] for fact in facts(project, "RustWorkspace"))
    tests += sum(len(fact["files"]) for fact in facts(project, "RustOrphanTests") if fact["reason"] == "no_package")
    places = tuple(place(fact) for fact in facts(project, "RustWorkspace"))
    return (Measurement({"lines": lines, "test_files": tests}, places),)


def _unwraps(project: Project) -> tuple[Measurement, ...]:
    crates = [fact["unwraps"] for fact in facts(project, "RustCrate")]
    if not crates:
        return ()
    places = sorted(place(item) for found in crates for item in found["places"][:1])
    return (Measurement(sum(found["count"] for found in crates), tuple(places)),)


def _zero_downtime(project: Project, judgement: Judgement) -> tuple[Measurement, ...]:
    if ZERO_DOWNTIME_POLICY not in judgement.applied - judgement.unanswered:
        return ()
    denied = {identity(item.document) for item in judgement.denials if item.denial.policy == ZERO_DOWNTIME_POLICY}
    workloads = {
        identity(document): document
        for environment in project.environments
        for document in _served(environment.documents)
    }
    if not workloads:
        return ()
    passing = [document for key, document in workloads.items() if key not in denied]
    shown = sorted(document.locator.locate(())[0] for document in passing or workloads.values())
    return (Measurement(percent(len(passing), len(workloads)), tuple(shown)),)


def _served(documents: Iterable[Document]) -> Iterator[Document]:
    """Return the workloads whose pods a Service of their namespace selects."""
    known = [document for document in documents if isinstance(document.contents, Mapping)]
    selectors: dict[str, list[Mapping[str, Any]]] = {}
    for item in known:
        if _kind(item) == "Service" and (selector := _at(item, "spec", "selector")):
            selectors.setdefault(_namespace(item), []).append(selector)
    for item in known:
        if _kind(item) in _REPLACEABLE:
            labels = _at(item, "spec", "template", "metadata", "labels")
            if any(selector.items() <= labels.items() for selector in selectors.get(_namespace(item), ())):
                yield item


def _kind(document: Document) -> object:
    return document.contents.get("kind") if isinstance(document.contents, Mapping) else None


def _namespace(document: Document) -> str:
    return str(_at(document, "metadata").get("namespace", "default"))


def _at(document: Document, *path: str) -> Mapping[str, Any]:
    """Return the mapping at *path*, empty where there is none."""
    value: object = document.contents
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}
