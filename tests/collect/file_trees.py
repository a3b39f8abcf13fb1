"""Small repositories in memory."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

from nova_policy.collect.files import Files
from nova_policy.collect.manifests import Manifest, carries_objects, is_kustomization, read_manifest
from nova_policy.model import Document


def files_of(tree: Mapping[str, str | bytes]) -> Files:
    """Return the files of *tree*; texts are dedented."""
    contents = {path: text if isinstance(text, bytes) else dedent(text).encode() for path, text in tree.items()}
    return Files(tuple(sorted(contents)), contents.__getitem__)


def manifests_of(files: Files) -> dict[str, Manifest]:
    """Return the manifests and kustomizations among *files*."""
    wanted = (path for path in files.paths if path.endswith((".yaml", ".yml")))
    return {
        path: read_manifest(path, files.read(path), files.limits)
        for path in wanted
        if is_kustomization(path) or carries_objects(files.read(path))
    }


def contents_of(document: Document) -> Any:
    """Return a document's contents for tests that look into it."""
    return document.contents


def line_of(value: Any) -> int:
    """Return the line of an object with `at`."""
    line = value["at"]["line"]
    assert isinstance(line, int)
    return line
