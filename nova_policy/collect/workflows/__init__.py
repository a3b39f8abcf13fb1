"""GitHub workflows, composite actions and build specifications: documents, and facts about what they really do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nova_policy.collect.facts import Collected, fact
from nova_policy.collect.files import Files, normalise
from nova_policy.collect.workflows.codebuild import codebuild_pipeline, is_specification
from nova_policy.collect.workflows.conditions import Known
from nova_policy.collect.workflows.dependabot import dependency_updates
from nova_policy.collect.workflows.jobs import read_jobs
from nova_policy.collect.workflows.model import Pipeline
from nova_policy.collect.workflows.pipeline_fact import pipeline_fact
from nova_policy.collect.workflows.source import is_action, is_buildspec, is_workflow, to_document
from nova_policy.collect.workflows.triggers import inputs_of, triggers_of
from nova_policy.collect.yaml_source import Source, items, mapping, read_source, scalar
from nova_policy.model import Document, InputKind, Location, Problem

__all__ = ["collect_pipelines"]


def collect_pipelines(files: Files) -> Collected:
    """Return workflows and actions as documents, and the facts Pipeline, MisplacedWorkflow and DependabotUpdates.

    Documents come first, each group in the order of its paths.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    pipelines: list[Pipeline] = []
    sources: dict[str, Source] = {}
    for path in files.paths:
        if not (is_workflow(path) or is_action(path) or is_buildspec(path)):
            continue
        source, unreadable = read_source(files, path)
        problems.extend(unreadable)
        if source is None:
            continue
        if is_action(path):
            documents.append(to_document(source, InputKind.ACTION))
        elif is_workflow(path):
            documents.append(to_document(source, InputKind.WORKFLOW))
            sources[path] = source
        elif is_specification(source):
            pipelines.append(codebuild_pipeline(source))
    callers = _callers(sources)
    for path, source in sources.items():
        pipeline, unreadable = _github_pipeline(source, files, callers.get(path, ()))
        pipelines.append(pipeline)
        problems.extend(unreadable)
    pipelines.sort(key=lambda pipeline: pipeline.path)
    by_title: dict[str, list[Pipeline]] = {}
    for pipeline in pipelines:
        by_title.setdefault(pipeline.title, []).append(pipeline)
    updates, unreadable = dependency_updates(files)
    facts = [pipeline_fact(pipeline, files, by_title) for pipeline in pipelines]
    documents = [*documents, *facts, *_misplaced(files), *updates]
    return Collected(tuple(documents), (*problems, *unreadable))


def _github_pipeline(
    source: Source, files: Files, called_by: Sequence[Location]
) -> tuple[Pipeline, tuple[Problem, ...]]:
    triggers = triggers_of(source)
    events = frozenset(trigger.event for trigger in triggers if not trigger.is_dead)
    # A called workflow sees its caller's event.
    known = Known(frozenset() if "workflow_call" in events else events)
    jobs, problems = read_jobs(source, files, known, _input_choices(source))
    title = scalar(source.contents.get("name")) or source.path
    return Pipeline(source, "github", title, triggers, inputs_of(source), jobs, tuple(called_by)), problems


def _input_choices(source: Source) -> dict[str, tuple[str, ...]]:
    """Return what inputs of type choice can be; any other input can be anything."""
    dispatch = mapping(mapping(mapping(source.contents.get("on")).get("workflow_dispatch")).get("inputs"))
    choices: dict[str, tuple[str, ...]] = {}
    for name, spec in dispatch.items():
        options = tuple(scalar(option) for option in items(mapping(spec).get("options")))
        if mapping(spec).get("type") == "choice" and options:
            choices[f"inputs.{name}"] = options
    return choices


def _callers(sources: Mapping[str, Source]) -> dict[str, list[Location]]:
    found: dict[str, list[Location]] = {}
    for source in sources.values():
        for identity, job in mapping(source.contents.get("jobs")).items():
            uses = mapping(job).get("uses")
            target = normalise(uses) if isinstance(uses, str) and uses.startswith("./") else None
            if target in sources and target is not None:
                found.setdefault(target, []).append(source.at(("jobs", identity, "uses")))
    return found


def _misplaced(files: Files) -> list[Document]:
    nested = (path for path in files.paths if "/.github/workflows/" in path and path.endswith((".yml", ".yaml")))
    own = (path for path in nested if path.rpartition("/")[0].endswith("/.github/workflows"))
    return [fact("MisplacedWorkflow", path, Location(path, 1)) for path in own]
