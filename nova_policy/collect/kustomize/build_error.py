"""What kustomize's error message means, in one line without values, at the place that causes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.references import Reference
from nova_policy.collect.kustomize.resource import Fault
from nova_policy.model import Location

_LONGEST = 160
_KNOWN = (
    (r'json: unknown field "([\w.-]+)"', "kustomize knows no field {0}"),
    (r"cannot unmarshal (\w+) into Go struct field [\w.]+\.([\w.]+) of type", "{1} cannot be a {0}"),
    (r"already registered id: ([\w.-]+?)\.[\w.\[\]]*/([\w.-]+?)\.", "{0} {1} is defined twice"),
    (r"no matches for Id ([\w-]+)[^/]*/([\w.-]+?)\.", "a patch has no resource {0} {1}"),
    (r"no resource matches strategic merge patch \"([\w-]+)[^/]*/([\w.-]+?)\.", "a patch has no resource {0} {1}"),
    (r'Name:\\?"([\w.-]+)\\?".* does not exist; cannot merge or replace', "{0} does not exist and cannot be merged"),
    (r'Name:\\?"([\w.-]+)\\?".* exists; (?:can not use )?behavior', "{0} exists already"),
    (r"resource with name ([\w.-]+) does not match a config", "replicas: no workload is named {0}"),
    (r"cycle detected", "kustomizations refer to each other"),
    (r"unable to find field \"?([\w.\[\]=*-]+)\"? in replacement target", "replacements: no field {0} in a target"),
    (r"nothing selected by ([\w.-]+)", "replacements: no source {0}"),
    (r"multiple matches for selector", "replacements: several objects are the source"),
    (r"(add|remove|replace|copy|move|test) operation does not apply", "a JSON patch does not apply ({0})"),
    (r"missing metadata\.name", "an object has no metadata.name"),
    (r"missing Resource metadata|missing kind|kind is required", "an object has no kind"),
    (r'mapping key "([\w./-]+)" already defined', "{0} is given twice"),
    (r"expected kind '(\w+)' for path", "a folder under components is no {0}"),
    (r"invalid literal source", "a literal is not written as key=value"),
    (r"illegally repeats the key", "a generator repeats a key"),
    (r"conflict(?:ing|s)?\b", "two definitions conflict"),
    (r"is not in or below", "a file lies outside of its kustomization's folder"),
    (r"unable to find one of 'kustomization", "a folder has no kustomization file"),
    (r"no such file or directory", "a file does not exist"),
    (r"unable to parse SM or JSON patch", "a patch is neither a strategic-merge nor a JSON patch"),
    (r"[Mm]alformed|yaml:|could not find expected|error converting YAML", "a file is no YAML"),
)


def explain_error(
    message: str, kustomization: Kustomization, faults: Sequence[Fault], references: Sequence[Reference]
) -> Fault:
    """Return the fault that kustomize stopped at.

    *faults* are those that we found ourselves, in kustomize's order; one of them is taken when the message speaks of
    it. Otherwise the message is put into fixed words, since it may quote what is in a patch or a generator.
    """
    speaking = [fault for fault in faults if fault.evidence and all(words in message for words in fault.evidence)]
    for fault in sorted(speaking, key=lambda fault: not fault.certain):
        return fault
    return Fault(_condensed(message), _place(message, kustomization, references))


def _condensed(text: str) -> str:
    for pattern, words in _KNOWN:
        if match := re.search(pattern, text):
            return words.format(*match.groups())[:_LONGEST]
    return "kustomize refuses to build it"


def _place(text: str, kustomization: Kustomization, references: Sequence[Reference]) -> Location:
    """Return the reference that the message names, the longest first, else the field, else the file's first line."""
    named = [r for r in references if r.target is not None and (r.target in text or f"'{r.written}'" in text)]
    if named:
        return max(named, key=lambda reference: len(reference.target or "")).at
    if (unknown := re.search(r'json: unknown field "([^"]+)"', text)) and (at := _key(kustomization, unknown[1])):
        return at
    return kustomization.at


def _key(kustomization: Kustomization, key: str) -> Location | None:
    """Return the first place where a key is used at any depth."""
    waiting = [kustomization.tree]
    while waiting:
        node = waiting.pop(0)
        if node.fields is not None:
            if (found := node.fields.get(key)) is not None:
                return found.at
            waiting.extend(node.fields.values())
        waiting.extend(node.items or ())
    return None
