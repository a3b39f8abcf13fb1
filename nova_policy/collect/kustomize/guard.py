"""What kustomize is never started for: whatever would leave the tree or run a program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nova_policy.collect.kustomize.inline import inline_documents
from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.references import Reference, Role, find_references
from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.kustomize.tree import Tree, join
from nova_policy.model import Location, Problem

_HTTP = re.compile(r"(?i)^(?:git::)?https?:")
_REMOTE = re.compile(
    r"(?i)^[a-z][a-z0-9+.-]*::|^[a-z][a-z0-9+.-]*:/|^[\w.-]+@[\w.-]+:|^(?:gh|file|ssh|git|s3|gcs):"
    r"|^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)[/:]|\?(?:ref|version|submodules|timeout)=|\.git(?:/|$|\?)"
)
_PLUGIN_PATHS = ("path", "paths", "files", "envs", "env")
_BUILT_IN = frozenset(
    {
        "AnnotationsTransformer",
        "ConfigMapGenerator",
        "HashTransformer",
        "IAMPolicyGenerator",
        "ImageTagTransformer",
        "LabelTransformer",
        "NamespaceTransformer",
        "PatchJson6902Transformer",
        "PatchStrategicMergeTransformer",
        "PatchTransformer",
        "PrefixSuffixTransformer",
        "PrefixTransformer",
        "ReplacementTransformer",
        "ReplicaCountTransformer",
        "SecretGenerator",
        "SortOrderTransformer",
        "SuffixTransformer",
        "ValueAddTransformer",
    }
)
_FUNCTION = ("config.kubernetes.io/function", "config.k8s.io/function")
_CHARTS = ("helmCharts", "helmChartInflationGenerator")
_RESTRICTED = ("NOVA-Y05", "NOVA-Y15")


def find_refusals(tree: Tree, kustomization: Kustomization) -> tuple[Problem, ...]:
    """Return why kustomize must not be started for a kustomization, apart from what it refers to."""
    return tuple(_refusals(tree, kustomization))


def _refusals(tree: Tree, kustomization: Kustomization) -> Iterator[Problem]:
    if tree.leaves(kustomization.path):
        yield _outside(kustomization.path, kustomization.at)
    for field in _CHARTS:
        if (charts := kustomization.tree.get(field)) is not None:
            yield _unsupported(f"{field}: a Helm chart", charts.at)
    for reference in find_references(kustomization):
        if reference.role is Role.PLUGIN:
            yield from _plugin(tree, kustomization, reference)
        if reference.target is None:
            continue
        if refusal := refuse_path(tree, reference.target, reference.written, reference.at):
            yield refusal
        else:
            yield from _bombs(tree, reference)


def refuse_path(tree: Tree, target: str, written: str, at: Location) -> Problem | None:
    """Return why what is *written* at a place may not be loaded; *target* is the path that it would mean."""
    if _HTTP.search(written):
        return Problem("NOVA-K03", f"{_short(written)} is a remote base", "vendor it into the repository", at)
    if _REMOTE.search(written):
        return Problem("NOVA-K04", f"{_short(written)} is a remote base", "vendor it into the repository", at)
    return _outside(written, at) if written.startswith("/") or tree.leaves(target) else None


def _bombs(tree: Tree, reference: Reference) -> Iterator[Problem]:
    """Yield what our own limits refused: it must not reach kustomize, which has none."""
    if reference.target is None or tree.kind(reference.target) != "file" or reference.role is Role.INPUT:
        return
    file = tree.yaml(reference.target)
    if file is None:
        what = f"{reference.target} is larger than {tree.limits.file_bytes} bytes or cannot be read"
        yield Problem("NOVA-K11", what, "raise limits.file_bytes or split the file", reference.at)
        return
    yield from (problem for problem in file.problems if problem.code in _RESTRICTED)


def _plugin(tree: Tree, kustomization: Kustomization, reference: Reference) -> Iterator[Problem]:
    configs = list(_configs(tree, reference))
    if not configs and (reference.target is None or tree.kind(reference.target) is not None):
        yield _unsupported(f"{reference.field}: a configuration that cannot be read", reference.at)
    for config in configs:
        annotations = config.get("metadata", "annotations")
        if any(annotations is not None and annotations.get(key) is not None for key in _FUNCTION):
            yield _unsupported("an exec or container function", reference.at)
        elif config.text("apiVersion") != "builtin" or config.text("kind") not in _BUILT_IN:
            yield _unsupported(f"{reference.field}: a plugin of kind {config.text('kind') or 'unknown'}", reference.at)
        else:
            yield from _plugin_paths(tree, kustomization, config)


def _configs(tree: Tree, reference: Reference) -> Iterator[Traced]:
    if reference.target is None:
        yield from inline_documents(tree, reference.node)
    elif tree.kind(reference.target) == "file" and (file := tree.yaml(reference.target)) is not None:
        yield from (trace(document) for document in file.documents if isinstance(document.contents, Mapping))


def _plugin_paths(tree: Tree, kustomization: Kustomization, config: Traced) -> Iterator[Problem]:
    """Hold whatever looks like a path in a built-in plugin to the same rules: those load files too."""
    for key, child in (config.fields or {}).items():
        values = child.items if child.items is not None else (child,)
        for value in values:
            if key in _PLUGIN_PATHS and isinstance(value.value, str) and "\n" not in value.value:
                written = value.value.rpartition("=")[2] if key == "files" else value.value
                if refusal := refuse_path(tree, join(kustomization.folder, written), written, value.at):
                    yield refusal
            elif value.fields is not None:
                yield from _plugin_paths(tree, kustomization, value)


def _outside(written: str, at: Location) -> Problem:
    return Problem("NOVA-K05", f"{_short(written)} leads out of the scanned root", "move it into the repository", at)


def _unsupported(what: str, at: Location) -> Problem:
    return Problem("NOVA-K07", f"{what} is not run", "render it yourself and pass the output", at)


def _short(written: str) -> str:
    """Return a reference without what may be a credential in a URL, and not longer than a line."""
    bare = re.sub(r"//[^/@]*@", "//", written.split("?")[0])
    return bare if len(bare) <= 80 else bare[:77] + "..."
