"""What a workflow caches, and whether the cached folder is one that cargo writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files, normalise
from nova_policy.collect.workflows.model import Job, Pipeline, Step
from nova_policy.collect.yaml_source import Source
from nova_policy.model import Json, KeyPath, Location

_COMPONENT = re.compile(r"\bmatrix\.|\bgithub\.job\b|\bstrategy\.")
_OWN_KEY = frozenset({"swatinem/rust-cache"})


def caches_of(pipeline: Pipeline, files: Files) -> list[Json]:
    """Return the fact's `caches` in the order of the jobs and steps."""
    return [
        _cache(step, job, files)
        for job in pipeline.jobs
        for step in job.steps
        if step.uses is not None and "cache" in step.roles and step.origin != "workflow"
    ]


def _cache(step: Step, job: Job, files: Files) -> Json:
    action = step.uses.action if step.uses else ""
    name = "shared-key" if action.lower() in _OWN_KEY else "key"
    key = step.inputs.get(name)
    path: KeyPath = (*step.path, "with", name)
    own = action.lower() in _OWN_KEY and key is None
    fields: dict[str, Json] = {"job": job.id, "action": action, "key": key}
    if key is not None:
        fields["key_at"] = step.source.at(path).to_json()
    return place(
        step.at,
        **fields,
        job_component=own or bool(key and _COMPONENT.search(key)),
        matrix_job=job.matrix is not None,
        paths=[*_paths(step, files)],
    )


def _paths(step: Step, files: Files) -> Iterator[Json]:
    name = "workspaces" if step.uses and step.uses.action.lower() in _OWN_KEY else "path"
    for written, at in _lines(step.source, (*step.path, "with", name)):
        path = written
        if name == "workspaces":
            folder, _, target = written.partition("->")
            path = posixpath.join(folder.strip(), target.strip() or "target")
        clean = None if "${{" in path or path.startswith("!") else normalise(path)
        folder = posixpath.dirname(clean) or "." if clean else ""
        is_target = clean is not None and posixpath.basename(clean) == "target"
        yield place(
            at,
            path=written,
            target=is_target,
            workspace_root=is_workspace_root(folder, files) if is_target else None,
            exists=None if clean is None else folder in files.folders,
        )


def _lines(source: Source, path: KeyPath) -> Iterator[tuple[str, Location]]:
    text = source.text(path)
    offset = 0
    for line in text.text.split("\n") if text else ():
        if text is not None and line.strip():
            yield line.strip(), text.at(offset + len(line) - len(line.lstrip()))
        offset += len(line) + 1


def is_workspace_root(folder: str, files: Files) -> bool:
    """Tell whether cargo writes `target` in *folder*: a workspace's root, or a package that is in no workspace."""
    if not _manifest(folder, files):
        return False
    if _is_workspace(folder, files):
        return True
    parent = folder
    while parent not in {".", ""}:
        parent = posixpath.dirname(parent) or "."
        if _is_workspace(parent, files):
            return False
    return True


def _manifest(folder: str, files: Files) -> bytes:
    path = normalise(posixpath.join(folder, "Cargo.toml"))
    return files.read(path) if path in files.known and path is not None else b""


def _is_workspace(folder: str, files: Files) -> bool:
    return bool(re.search(rb"^\s*\[workspace[\].]", _manifest(folder, files), re.MULTILINE))
