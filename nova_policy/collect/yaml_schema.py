"""Which plain scalars are numbers, booleans or null: as Kubernetes reads YAML, and as GitHub does.

Kubernetes tools read YAML 1.1 without its sexagesimal numbers and timestamps (sigs.k8s.io/yaml); GitHub reads
workflows by the core schema of YAML 1.2, where `on`, `yes` and `no` are strings.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

TAG = "tag:yaml.org,2002:"
STRING, MERGE = f"{TAG}str", f"{TAG}merge"
_FLOAT = (
    r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_]+(?:[eE][-+]?[0-9]+)?$"
    r"|[-+]?[0-9][0-9_]*\.?(?:[eE][-+]?[0-9]+)$|[-+]?[0-9][0-9_]*\.$|[-+]?\.(?:inf|Inf|INF)$|\.(?:nan|NaN|NAN)$"
)
_INTEGER = r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$"
_NULL = r"~$|null$|Null$|NULL$|$"
_BOOL_1_1 = r"yes$|Yes$|YES$|no$|No$|NO$|true$|True$|TRUE$|false$|False$|FALSE$|on$|On$|ON$|off$|Off$|OFF$"
_BOOL_1_2 = r"true$|True$|TRUE$|false$|False$|FALSE$"


class _Composer(yaml.CSafeLoader):
    """The C loader, used only to compose nodes; values are built in `yaml_nodes`.

    PyYAML asks for a tag per scalar, in Python: remembering the answers saves most of that.
    """

    remembered: dict[str, str]

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """Return the tag of a node that has none of its own."""
        if kind is not yaml.ScalarNode:
            return TAG + ("seq" if kind is yaml.SequenceNode else "map")
        if not implicit[0]:
            return STRING
        text: str = value
        tag = self.remembered.get(text)
        if tag is None:
            tag = self.remembered[text] = self._resolved(text)
        return tag

    def _resolved(self, text: str) -> str:
        for tag, pattern in self.yaml_implicit_resolvers.get(text[:1], ()):
            if pattern.match(text):
                return str(tag)
        return STRING

    def descend_resolver(self, _node: Any, _index: Any) -> None:
        """Resolving by path is not used."""

    def ascend_resolver(self) -> None:
        """Resolving by path is not used."""


class _KubernetesComposer(_Composer):
    """Composes by the rules of sigs.k8s.io/yaml."""


class _CoreComposer(_Composer):
    """Composes by the core schema of YAML 1.2."""


@cache
def composer(*, core_schema: bool) -> type[yaml.CSafeLoader]:
    """Return a loader class whose composed scalars carry the tags of the schema."""
    loader: Any = _CoreComposer if core_schema else _KubernetesComposer
    loader.yaml_implicit_resolvers = {}
    loader.remembered = {}
    booleans = _BOOL_1_2 if core_schema else _BOOL_1_1
    initials = "tTfF" if core_schema else "yYnNtTfFoO"
    loader.add_implicit_resolver(TAG + "bool", re.compile(booleans), list(initials))
    loader.add_implicit_resolver(TAG + "int", re.compile(_INTEGER), list("-+0123456789"))
    loader.add_implicit_resolver(TAG + "float", re.compile(_FLOAT), list("-+0123456789."))
    loader.add_implicit_resolver(TAG + "null", re.compile(_NULL), ["~", "n", "N", ""])
    loader.add_implicit_resolver(MERGE, re.compile(r"<<$"), ["<"])
    return loader  # type: ignore[no-any-return]


def integer(text: str) -> int:
    """Read a plain scalar that the schemas above resolve as an integer."""
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-").lower()
    if digits.startswith(("0x", "0o", "0b")):
        return sign * int(digits, 0)
    if len(digits) > 1 and digits.startswith("0"):
        return sign * int(digits, 8)
    return sign * int(digits)
