"""Puts pipelines together: sources, triggers, jobs, and the facts about them."""

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
from nova_policy.collect.workflows.source import documents_of, is_buildspec, is_workflow, read_sources
from nova_policy.collect.workflows.triggers import inputs_of, triggers_of
from nova_policy.collect.yaml_source import Source, items, mapping, scalar
from nova_policy.model import Document, Location, Problem


def put_together(files: Files) -> Collected:
    """Return documents, facts and problems; see :func:`nova_policy.collect.workflows.collect_pipelines`."""
    sources, unreadable = read_sources(files)
    problems = list(unreadable)
    workflows = {path: source for path, source in sources.items() if is_workflow(path)}
    builds = [source for path, source in sources.items() if is_buildspec(path) and not is_workflow(path)]
    pipelines = [codebuild_pipeline(source) for source in builds if is_specification(source)]
    callers = _callers(workflows)
    for path, source in workflows.items():
        pipeline, unreadable = _github_pipeline(source, files, callers.get(path, ()))
        pipelines.append(pipeline)
        problems.extend(unreadable)
    pipelines.sort(key=lambda pipeline: pipeline.path)
    by_title: dict[str, list[Pipeline]] = {}
    for pipeline in pipelines:
        by_title.setdefault(pipeline.title, []).append(pipeline)
    updates, unreadable = dependency_updates(files)
    facts = [pipeline_fact(pipeline, files, by_title) for pipeline in pipelines]
    documents = (*documents_of(sources), *facts, *_misplaced(files), *updates)
    return Collected(documents, (*problems, *unreadable))


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
