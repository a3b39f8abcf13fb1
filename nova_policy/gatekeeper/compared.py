"""Policies that compare an object with others of its namespace, as Gatekeeper's audit can."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as the API server has it; *group* is empty for the core group."""

    group: str
    version: str
    kind: str

    @classmethod
    def parse(cls, text: str) -> Kind:
        """Read `group/version/Kind`, or `version/Kind` for the core group."""
        *group, version, kind = text.split("/")
        return cls("".join(group), version, kind)

    def to_json(self) -> dict[str, str]:
        """Return the entry of a SyncSet."""
        return {"group": self.group, "version": self.version, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What findings are about, and what those objects are compared with.

    *optional* are kinds that not every cluster has: compared with where somebody syncs them.
    """

    objects: tuple[Kind, ...]
    others: tuple[Kind, ...]
    optional: tuple[Kind, ...]


@cache
def comparisons() -> Mapping[str, Comparison]:
    """Return the comparisons by policy."""
    return {
        policy: Comparison(*(tuple(map(Kind.parse, value[part])) for part in ("objects", "others", "optional")))
        for policy, value in _table()["compared"].items()
    }


@cache
def reasons() -> Mapping[str, str]:
    """Return why the other policies of room environment cannot be asked in a cluster, by policy."""
    refused: Mapping[str, str] = _table()["refused"]
    return refused


def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("nova_policy.gatekeeper").joinpath("environment.toml").read_text("utf-8"))
