"""Builds of earlier runs that hold: what kustomize read is the same, and it rendered just what following yields.

Rendered objects are never kept, for they hold the values of secrets. What is kept of them is their order and a
fingerprint; an error message, which may quote a file, is sealed by all that kustomize read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nova_policy.collect.basis import Basis
from nova_policy.collect.kustomize.follow import Follower
from nova_policy.collect.kustomize.graph import Graph
from nova_policy.collect.kustomize.kustomization import FILE_NAMES
from nova_policy.collect.kustomize.references import Role
from nova_policy.collect.kustomize.render import Build
from nova_policy.collect.kustomize.rendered import Rendering, read_rendering
from nova_policy.collect.kustomize.tree import Tree, join
from nova_policy.collect.manifests import texts
from nova_policy.memory import Memory
from nova_policy.model import Json


@dataclass(frozen=True, slots=True)
class KnownBuilds:
    """What a *memory* has of the builds by *program*, a path; the *follower* tells what is in the objects."""

    tree: Tree
    graph: Graph
    follower: Follower
    program: str
    memory: Memory
    _bases: dict[str, Basis | None] = field(default_factory=dict, repr=False, compare=False)
    _read: dict[str, tuple[bytes, ...]] = field(default_factory=dict, repr=False, compare=False)

    def recall(self, folder: str) -> Build | None:
        """Return how the build of the kustomization in *folder* ends, None where that is not known."""
        basis = self._basis(folder)
        known = self.memory.get(basis.name.encode()) if basis is not None else None
        if basis is None or known is None:
            return None
        if "error" in known:
            return Build(error=basis.unseal(str(known["error"])).decode())
        followed, order = self._followed(folder), known["order"]
        if not isinstance(order, list) or len(order) != len(followed):
            return None
        objects = tuple(followed[index] for index in order if isinstance(index, int))
        rendered = _fingerprint(basis, list(map(json.dumps, objects))) == known["fingerprint"]
        return Build(objects=objects) if rendered else None

    def keep(self, builds: Mapping[str, Build], renderings: Mapping[str, Rendering]) -> None:
        """Remember the errors, and the renderings that are just what following yields."""
        for folder, build in builds.items():
            # Asked before kustomize read anything: what changed meanwhile is not what was followed.
            basis = self._bases.get(folder)
            if basis is not None and build.error is not None:
                self._keep_error(basis, build.error)
            elif basis is not None and build.output is not None:
                # Nobody looks at what a base renders to whose environment fails.
                self._keep(folder, basis, renderings.get(folder) or self._rendering(folder, build))
        self.memory.save()

    def _keep_error(self, basis: Basis, error: str) -> None:
        # A basis seals one text: what an earlier run sealed by it stays as it is.
        if self.memory.get(basis.name.encode()) is None:
            self.memory.put(basis.name.encode(), {"error": basis.seal(error.encode())})

    def _rendering(self, folder: str, build: Build) -> Rendering:
        return read_rendering(self.tree, self.graph.kustomizations[folder], build, self.follower.follow(folder))

    def _keep(self, folder: str, basis: Basis, rendering: Rendering) -> None:
        rendered = [json.dumps(document.contents) for document in rendering.documents]
        followed = {json.dumps(contents): index for index, contents in enumerate(self._followed(folder))}
        if not rendering.problems and len(followed) == len(rendered) and followed.keys() == set(rendered):
            order: list[Json] = [followed[text] for text in rendered]
            self.memory.put(basis.name.encode(), {"order": order, "fingerprint": _fingerprint(basis, rendered)})

    def _followed(self, folder: str) -> list[Json]:
        """Return the objects that following yields, written as kustomize does: keys sorted, without nulls."""
        return [_sorted(resource.contents) for resource in self.follower.follow(folder).resources]

    def _basis(self, folder: str) -> Basis | None:
        if folder not in self._bases:
            self._bases[folder] = None if folder in self.graph.blocked else self._find_basis(folder)
        return self._bases[folder]

    def _find_basis(self, folder: str) -> Basis | None:
        """Return all that kustomize reads for a kustomization; None where that cannot be said."""
        try:
            status = Path(self.program).stat()
        except OSError:
            return None
        parts = [f"{folder}\n{self.program}\n{status.st_mtime_ns}\n{status.st_size}\n{self.tree.limits!r}".encode()]
        for below in sorted(self.graph.reach(folder)):
            if any(self._reads_more(reference.target, reference.role) for reference in self.graph.references[below]):
                return None
            parts.extend(self._inputs(below))
        return Basis.of(parts)

    def _reads_more(self, target: str | None, role: Role) -> bool:
        """Tell whether kustomize reads files for a reference that no kustomization of the graph names."""
        if role is Role.PLUGIN:
            return True
        if target is None or target in self.graph.kustomizations:
            return False
        return any(self.tree.kind(join(target, name)) == "file" for name in FILE_NAMES)

    def _inputs(self, folder: str) -> tuple[bytes, ...]:
        """Return the names and digests of what a kustomization itself may read."""
        if folder not in self._read:
            named = sorted(set(self._named(folder)))
            digests = ((os.fsencode(path), hashlib.sha256(self.tree.bytes(path) or b"").digest()) for path in named)
            self._read[folder] = tuple(part for both in digests for part in both)
        return self._read[folder]

    def _named(self, folder: str) -> Iterator[str]:
        """Yield the kustomization in *folder* and the files that any text in it may name, whatever it is there for."""
        kustomization = self.graph.kustomizations[folder]
        yield kustomization.path
        for text in texts(kustomization.tree.plain()):
            for written in (text, text.rpartition("=")[2]):
                path = join(folder, written)
                if "\n" not in path and self.tree.kind(path) == "file":
                    yield path


def _sorted(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _sorted(item) for key, item in sorted(value.items())}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _fingerprint(basis: Basis, objects: list[str]) -> str:
    return basis.fingerprint("\n".join(objects).encode())
