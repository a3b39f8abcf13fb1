"""The main job, end to end: collect, judge, map. Formats and exit codes are the caller's."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nova_policy.bundle.catalogue import Catalogue
from nova_policy.bundle.load import Contents
from nova_policy.cache_folder import cache_for
from nova_policy.collect.project import Project
from nova_policy.config import Configuration, check_parameters
from nova_policy.engines.protocol import Engine
from nova_policy.errors import NothingToCheckError, RevisionChangedError
from nova_policy.model import InputKind, Problem

if TYPE_CHECKING:
    from nova_policy.assess.report import Report

STEPS = 3

Progress = Callable[[int, str], None]
"""Told how many of the STEPS are done, and what is done next."""
OpenJudge = Callable[[], "Judge"]


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges, by which bundle; *catalogue* also has the user's own policies."""

    engine: Engine
    contents: Contents
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Result:
    """A report, and the project it was made from, for formats that show source lines."""

    report: Report
    project: Project = field(repr=False)


def silent(_done: int, _step: str) -> None:
    """Report no progress."""


def examine(root: Path, open_judge: OpenJudge, configuration: Configuration, progress: Progress = silent) -> Result:
    """Run the main job on the repository at *root*.

    *open_judge* is called a second time when the policies changed while they were asked: one run, one revision.

    Raises UsageError for wrong parameters, NothingToCheckError when nothing is to be judged, ToolError when the
    engine cannot be used. What could not be judged is in the report.
    """
    from nova_policy.collect.collector import CollectSettings, collect

    judge = _opened(open_judge, configuration)
    progress(0, "collecting")
    cache = cache_for(root, os.environ)
    settings = CollectSettings(configuration.exclude, configuration.limits, memory=cache / "memory" if cache else None)
    project = collect(root, settings)
    if not project.problems and all(document.kind is InputKind.FACT for document in project.documents):
        raise NothingToCheckError(
            f"no inputs found under {root} (looked for Kubernetes manifests, kustomizations, GitHub workflows, "
            f"Dockerfiles and Cargo manifests in {project.files} files; "
            f"{project.ignored} ignored by .gitignore or exclude)",
            code="NOVA-F01",
        )
    progress(1, f"judging {len(project.documents)} documents")
    try:
        report = _assess(project, judge, configuration, progress)
    except RevisionChangedError:
        report = _assess(project, _opened(open_judge, configuration), configuration, progress)
    return Result(report, project)


def _opened(open_judge: OpenJudge, configuration: Configuration) -> Judge:
    judge = open_judge()
    check_parameters(configuration.parameters, judge.contents.catalogue)
    return judge


def _assess(project: Project, by: Judge, configuration: Configuration, progress: Progress) -> Report:
    from nova_policy.assess.assessment import Assessment
    from nova_policy.assess.mapping import findings_from
    from nova_policy.assess.report import build_report
    from nova_policy.engines.judge import judge

    judgement = judge(project, by.catalogue, by.engine, configuration.parameters)
    progress(2, f"mapping {len(judgement.denials)} denials")
    problems: tuple[Problem, ...] = (*project.problems, *judgement.problems)
    return build_report(
        findings=findings_from(judgement.denials, by.catalogue),
        judgement=judgement,
        project=project,
        catalogue=by.catalogue,
        assessment=Assessment.from_json(by.contents.data["assessment"]),
        engine_name=by.engine.name,
        bundle_revision=by.contents.revision,
        problems=problems,
        configuration=configuration,
    )
