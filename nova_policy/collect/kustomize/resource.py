"""One object on its way through the layers of a kustomization."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from nova_policy.collect.kustomize.identity import ObjectId, identify
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.model import Json, Location


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why a kustomization does not build. *evidence* are words that kustomize's own message then has.

    What is not *certain* counts only when kustomize says it too. *folder* is the kustomization referred to when the
    fault is that this one does not build.
    """

    message: str
    at: Location
    evidence: tuple[str, ...] = ()
    certain: bool = True
    folder: str | None = None


@dataclass(frozen=True)
class Resource:
    """An object with its places.

    *head* is the line of its `kind` (for a generated one: the generator's entry), *chain* the references that
    bring it in, from the base to the environment, *previous* the identities it had before, oldest first.
    *hashed* says that kustomize appends a hash of the contents to its name.
    """

    tree: Traced
    head: Location
    chain: tuple[Location, ...] = ()
    previous: tuple[ObjectId, ...] = ()
    hashed: bool = False

    @cached_property
    def current(self) -> ObjectId:
        """The identity that it has now."""
        return identify(self.tree)

    @property
    def contents(self) -> Json:
        """The object as the API server reads it: an entry that is null is no entry."""
        return _without_nulls(self.tree.plain())

    @property
    def original(self) -> ObjectId:
        """The identity in its file."""
        return self.previous[0] if self.previous else self.current

    def was(self, wanted: ObjectId) -> bool:
        """Tell whether *wanted* is its identity now or was it before."""
        return any(known.same(wanted) for known in (*self.previous, self.current))

    def brought_in(self, at: Location) -> Resource:
        """Return it as seen from the kustomization that refers to it at *at*."""
        return replace(self, chain=(*self.chain, at))

    def changed(self, tree: Traced) -> Resource:
        """Return it with new contents, remembering its identity where that changes."""
        before = self.current
        after = replace(self, tree=tree)
        return after if after.current == before else replace(after, previous=(*self.previous, before))


def _without_nulls(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
