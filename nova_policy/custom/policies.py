"""A user's policies, loaded: checked, described, ready to be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.bundle.opa import Opa
from nova_policy.custom.adapter import adapter
from nova_policy.custom.description import describe
from nova_policy.custom.references import check_references
from nova_policy.custom.rules import asked_rules, definitions_in
from nova_policy.custom.silence import check_silence
from nova_policy.custom.sources import Sources, read_sources
from nova_policy.custom.syntax import read_syntax


@dataclass(frozen=True, slots=True)
class CustomPolicies:
    """*policies* by identity, and the *files* that answer an envelope: Rego, adapter and data."""

    policies: Mapping[str, Policy]
    files: Mapping[str, bytes] = field(repr=False)
    _sources: Sources = field(repr=False)

    def path(self, name: str) -> str:
        """Return the path of one of the *files* as the user would write it."""
        return self._sources.path(name) if name in self._sources.policies else name

    def extend(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with these policies beside its own."""
        return replace(catalogue, policies={**catalogue.policies, **self.policies})


def load_custom(
    opa: Opa,
    folders: Sequence[Path],
    assessment: Mapping[str, Any],
    namespaces: Sequence[str] = ("main",),
    *,
    strict: bool = False,
) -> CustomPolicies:
    """Load the Rego below *folders*; METADATA may refer to *assessment*, the report as data.

    Raises UsageError with a line for everything that does not compile, needs a builtin that reaches outside, refers
    to nothing, or would never be asked.
    """
    sources = read_sources(folders)
    syntax = read_syntax(opa, sources, strict=strict)
    definitions = definitions_in(sources, syntax)
    check_silence(sources, syntax, definitions, namespaces)
    rules = asked_rules(sources, definitions, namespaces)
    check_references(sources, syntax)
    policies = describe(rules, syntax.blocks, sources, assessment)
    files = {name: text.encode() for name, text in sources.policies.items()}
    files |= {"adapter.rego": adapter(rules).encode(), "data.json": json.dumps(sources.data).encode()}
    return CustomPolicies(policies, files, sources)
