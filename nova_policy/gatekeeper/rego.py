"""A policy's Rego as Gatekeeper takes it: one module with the rule `violation`, and the libraries it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from nova_policy.bundle.catalogue import Policy
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.compared import comparisons

_HEADER = re.compile(r"(?ms)\A.*?^(?=package )")
_TABS = re.compile(r"(?m)^\t+")
_IMPORT = re.compile(r"(?m)^import data\.lib\.(\w+)$")
_DATA = re.compile(r"(?m)^(?![ \t]*#).*(?<![.\w])(data\.\w+)")
_PARAMETER = re.compile(r"\bparameters\.(\w+)")
_CONSTANT = re.compile(r"(?m)^(\w+) := ")

_ALONE = """
violation contains {{"msg": denial.msg, "details": details}} if {{
  some denial in deny with input as input.review.object{parameters}
  details := object.union({details}, {{"path": denial.path}})
}}
"""

# A denial's path begins with an index in the list, where the object under review comes first.
_COMPARED = """
violation contains {{"msg": denial.msg, "details": details}} if {{
  some denial in deny with input as _compared{parameters}
  denial.path[0] == 0
  details := object.union({details}, {{"path": array.slice(denial.path, 2, count(denial.path))}})
}}

_compared := array.concat([{{"path": "", "contents": input.review.object}}], [other | some other in _others])

_others contains {{"path": "", "contents": other}} if {{
  some kind in {kinds}
  some other in _stored[kind]
  [other.kind, other.metadata.name] != [input.review.object.kind, input.review.object.metadata.name]
}}

_stored[kind] contains other if some other in data.inventory.namespace[input.review.object.metadata.namespace][_][kind]

_stored[kind] contains other if some other in data.inventory.cluster[_][kind]
"""

# Gatekeeper moves libraries to another place in data and corrects references to them, but not within calls:
# there data.lib.parameters would be undefined, and every object would pass. The name of the import is safe.
_WITH_PARAMETERS = """
    with data.lib.parameters as object.union(parameters, object.get(input, "parameters", {}))"""


@dataclass(frozen=True, slots=True)
class Modules:
    """The Rego of one template. *parameters* are the names of the constants that *libraries* hold."""

    entry: str
    libraries: tuple[str, ...]
    parameters: tuple[str, ...]


def modules_for(policy: Policy, sources: Mapping[str, bytes], details: str) -> Modules:
    """Return the modules for one policy out of a bundle's *sources*; *details* is what each violation carries, as JSON.

    Raises UsageError where the policy has no rule `deny`, or refers to data that Gatekeeper does not have.
    """
    text = _text(sources, f"{policy.id}.rego")
    if not re.search(r"(?m)^deny contains ", text):
        raise UsageError(f"{policy.id}.rego: no rule `deny contains`, so there would be no violation")
    libraries = _libraries(policy.id, text, sources)
    constants = _constants(_text(sources, "lib/parameters.rego"))
    named = {name for module in (text, *libraries.values()) for name in _PARAMETER.findall(module)}
    used = sorted(named & set(constants))
    if used:
        blocks = ["package lib.parameters", *(constants[name] for name in used)]
        libraries["parameters"] = "\n\n".join(blocks) + "\n"
    entry = _HEADER.sub("", text)
    if used:
        entry = _importing_parameters(entry)
    entry += _rule(policy, details, _WITH_PARAMETERS if used else "")
    return Modules(entry, tuple(libraries[name] for name in sorted(libraries)), tuple(used))


def _importing_parameters(module: str) -> str:
    head, *_, rest = _IMPORT.split(module)
    names = sorted({*_IMPORT.findall(module), "parameters"})
    return head + "\n".join(f"import data.lib.{name}" for name in names) + rest


def _rule(policy: Policy, details: str, parameters: str) -> str:
    compared = comparisons().get(policy.id)
    if compared is None:
        return _ALONE.format(details=details, parameters=parameters)
    kinds = json.dumps(sorted(other.kind for other in (*compared.others, *compared.optional)))
    return _COMPARED.format(details=details, parameters=parameters, kinds=kinds)


def _text(sources: Mapping[str, bytes], name: str) -> str:
    if name not in sources:
        raise UsageError(f"{name}: not in the bundle")
    return _TABS.sub(lambda match: "  " * len(match[0]), sources[name].decode("utf-8"))


def _libraries(policy: str, text: str, sources: Mapping[str, bytes]) -> dict[str, str]:
    """The libraries that a module imports, and those that they import, without the one of parameters."""
    found: dict[str, str] = {}
    waiting = [(f"{policy}.rego", text)]
    while waiting:
        name, module = waiting.pop()
        if other := _DATA.search(_IMPORT.sub("", module)):
            raise UsageError(f"{name}: refers to {other[1]}; Gatekeeper follows `import data.lib.<name>` only")
        for library in _IMPORT.findall(module):
            if library not in found and library != "parameters":
                found[library] = _text(sources, f"lib/{library}.rego")
                waiting.append((f"lib/{library}.rego", found[library]))
    return found


def _constants(text: str) -> dict[str, str]:
    """The constants of the library of parameters by name, each with its METADATA."""
    blocks = text.rstrip().split("\n\n")
    return {match[1]: block for block in blocks if (match := _CONSTANT.search(block))}
