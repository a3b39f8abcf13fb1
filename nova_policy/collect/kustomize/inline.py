"""YAML written inside a kustomization: patches and configurations in block scalars, with their lines in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.collect.yaml_nodes import YamlFile, load_yaml

_MARKER = re.compile(r"(?m)^---[ \t]*(?:#.*)?$")


def inline_file(tree: Tree, scalar: Traced) -> tuple[YamlFile, bool]:
    """Read the text of a scalar as YAML of the file that it stands in.

    The flag says whether the lines are those of the file; they are not for folded and quoted scalars of several
    lines, whose parts all stand at the scalar.
    """
    text, at = str(scalar.value), scalar.at
    block = _block(tree, scalar)
    if block is None:
        return load_yaml(text.encode(), at.path, tree.limits), False
    line, indent = block
    padded = "\n" * (line - 1) + "\n".join(" " * indent + part if part else part for part in text.split("\n"))
    return load_yaml(padded.encode(), at.path, tree.limits), True


def inline_documents(tree: Tree, scalar: Traced) -> Iterator[Traced]:
    """Yield the documents in the text of a scalar, each value at its line in the file."""
    file, exact = inline_file(tree, scalar)
    if exact and _MARKER.search(str(scalar.value)):
        # Indented markers separate nothing, so several documents are read without their lines.
        file, exact = load_yaml(str(scalar.value).encode(), scalar.at.path, tree.limits), False
    for document in file.documents:
        yield trace(document, fixed=None if exact else scalar.at)


def _block(tree: Tree, scalar: Traced) -> tuple[int, int] | None:
    """Return the line where the text of a scalar begins and its indentation, None where lines do not correspond."""
    source = (tree.bytes(scalar.at.path) or b"").decode("utf-8-sig", errors="replace").splitlines()
    text = str(scalar.value)
    first, _, _ = text.lstrip("\n").partition("\n")
    written = text.rstrip("\n").split("\n")
    for start in range(scalar.at.line, min(scalar.at.line + 3, len(source) + 1)):
        indent = _indentation(source[start - 1 : start - 1 + len(written)], written)
        if indent is not None:
            return start, indent
    if len(written) == 1 and first and (column := source[scalar.at.line - 1].find(first)) >= 0:
        return scalar.at.line, column
    return None


def _indentation(lines: list[str], written: list[str]) -> int | None:
    """Return by how much *lines* indent what is *written*, None where they say something else."""
    if len(lines) != len(written):
        return None
    sample = next(((line, text) for line, text in zip(lines, written, strict=True) if text.strip()), None)
    if sample is None or not sample[0].endswith(sample[1]):
        return None
    indent = len(sample[0]) - len(sample[1])
    same = all(
        line[indent:].rstrip() == text.rstrip() and not line[:indent].strip()
        for line, text in zip(lines, written, strict=True)
    )
    return indent if same else None
