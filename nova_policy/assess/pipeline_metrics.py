"""Figures about pipelines: what they scan, take back and would stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.measurement import Measurement, facts, percent, place
from nova_policy.assess.recommendation import Priority
from nova_policy.collect.project import Project
from nova_policy.engines.judge import Judgement, PlacedDenial
from nova_policy.model import Location

ROLLBACK_POLICY = "pipeline/automatic_rollback"
AUTHENTICATION_POLICY = "rust/auth_tests"
_MANIFEST_JUDGES = frozenset(
    {
        "checkov",
        "conftest",
        "gator",
        "kube-linter",
        "kube-score",
        "kubescape",
        "kyverno",
        "nova-policy",
        "opa",
        "polaris",
    }
)

_Step = tuple[Mapping[str, Any], Mapping[str, Any]]
"""A job and one of its steps."""


def scan_coverage(project: Project) -> tuple[Measurement, ...]:
    """Return the percent of the pushed images that a scan of theirs can stop; nothing when no image is pushed."""
    images = {place(image): image for fact in facts(project, "Pipeline") for image in fact["images"] if image["pushed"]}
    if not images:
        return ()
    covered = [at for at, image in images.items() if any(map(_stops, image["scanned_by"]))]
    return (Measurement(percent(len(covered), len(images)), tuple(sorted(covered or images))),)


def _stops(scan: Mapping[str, Any]) -> bool:
    return bool(scan["can_fail"]) and scan["same_image"] is not False


def rollback_share(project: Project, judgement: Judgement) -> tuple[Measurement, ...]:
    """Return the percent of the jobs that pipeline/automatic_rollback judges and passes; nothing without both."""
    if ROLLBACK_POLICY not in judgement.applied - judgement.unanswered:
        return ()
    denied = {_denied_job(placed) for placed in judgement.denials if placed.denial.policy == ROLLBACK_POLICY}
    jobs = {
        (fact["at"]["path"], job["job"]): place(job)
        for fact in facts(project, "Pipeline")
        for job in fact["deployments"]
        if job["kind"] == "kubernetes" and not job["gitops"] and job["runs"] != "never"
    }
    if not jobs:
        return ()
    passing = [at for name, at in jobs.items() if name not in denied]
    return (Measurement(percent(len(passing), len(jobs)), tuple(sorted(passing or jobs.values()))),)


def _denied_job(placed: PlacedDenial) -> tuple[str, str]:
    """Return the file and job of a denial, which leads into `deployments` or into `jobs`."""
    item: Any = placed.document.contents
    for step in placed.denial.path[:2]:
        item = item[step]
    return placed.document.path, str(item.get("job", item.get("id")))


def incidents_caught(assessment: Assessment, project: Project, judgement: Judgement) -> tuple[Measurement, ...]:
    """Return the percent of the P0 recommendations whose return a pipeline would stop; nothing without pipelines."""
    active = [fact for fact in facts(project, "Pipeline") if _starts(fact)]
    wanted = [item.id for item in assessment.recommendations if item.priority is Priority.P0]
    if not wanted or not any(facts(project, "Pipeline")):
        return ()
    services = _proven_services(project, judgement)
    checks: dict[str, Callable[[_Step], bool]] = {
        "P0-1": lambda found: "image_scan" in found[1]["roles"],
        "P0-2": lambda found: "secret_scan" in found[1]["roles"],
        "P0-3": lambda found: _tests_any(found, services),
        "P0-4": lambda found: _judges_manifests(found[1]),
    }
    stopping = {name: _first(checks[name], active) for name in wanted if name in checks}
    caught = [at for at in stopping.values() if at]
    return (Measurement(percent(len(caught), len(wanted)), tuple(sorted(caught))),)


def _starts(fact: Mapping[str, Any]) -> bool:
    """Whether something but a person starts the pipeline."""
    return fact["disabled"] is None and (not fact["manual_only"] or bool(fact["called_by"]))


def _first(check: Callable[[_Step], bool], pipelines: Iterable[Mapping[str, Any]]) -> Location | None:
    found = (place(step) for job, step in _gates(pipelines) if check((job, step)))
    return next(found, None)


def _gates(pipelines: Iterable[Mapping[str, Any]]) -> Iterator[_Step]:
    """Return the steps that run and can fail."""
    for fact in pipelines:
        for job in fact["jobs"]:
            yield from ((job, step) for step in job["steps"] if step["can_fail"] and step["runs"] != "never")


def _tests_any(found: _Step, services: frozenset[str]) -> bool:
    """Whether the job tests one of *services* (names and folders), by name or with the rest of the workspace."""
    job, step = found
    if "cargo_test" not in step["roles"]:
        return False
    named = {str(value) for target in job["cargo_targets"] for value in (target["name"], target["path"])}
    return bool(named & services) if named else bool(services)


def _proven_services(project: Project, judgement: Judgement) -> frozenset[str]:
    """Names and folders of the crates with routes, if rust/auth_tests passes all: one that it denies may return."""
    denied = any(item.denial.policy == AUTHENTICATION_POLICY for item in judgement.denials)
    if denied or AUTHENTICATION_POLICY not in judgement.applied - judgement.unanswered:
        return frozenset()
    services = [fact for fact in facts(project, "RustCrate") if fact["routes"]]
    return frozenset(name for fact in services for name in (fact["metadata"]["name"], fact["directory"]))


def _judges_manifests(step: Mapping[str, Any]) -> bool:
    action = str((step["uses"] or {}).get("action", ""))
    programs = {command["program"] for command in step["commands"]}
    return bool(programs & _MANIFEST_JUDGES) or any(name in action for name in _MANIFEST_JUDGES - {"opa"})


def cargo_parallelism(project: Project) -> tuple[Measurement, ...]:
    """Return `max_parallel` of the widest matrix and the count of `jobs_flags`; nothing where nothing runs cargo."""
    from nova_policy.assess.workflow_settings import environment_settings, widest_matrix

    steps = [step for fact in facts(project, "Pipeline") for job in fact["jobs"] for step in job["steps"]]
    own = [command for step in steps if step["origin"] != "workflow" for command in step["commands"]]
    cargo = [command for command in own if command["program"] == "cargo"]
    if not cargo:
        return ()
    flagged = [place(command) for command in cargo if any(map(_is_jobs_flag, command["arguments"]))]
    flagged += environment_settings(project, "CARGO_BUILD_JOBS")
    width, at = widest_matrix(project)
    places = (*((at,) if at else ()), *sorted(flagged))
    return (Measurement({"max_parallel": width, "jobs_flags": len(flagged)}, places),)


def _is_jobs_flag(argument: str) -> bool:
    return argument == "--jobs" or argument.startswith(("--jobs=", "-j"))
