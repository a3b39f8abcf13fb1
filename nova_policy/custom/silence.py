"""What conftest would pass over without a word, and so let pass: here each of them is an error."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import combinations

from nova_policy.custom.rules import CONVENTION, EXCEPTION, DataPath, Definition
from nova_policy.custom.sources import Sources
from nova_policy.custom.syntax import Syntax, imported, names_in, package_of, reads_combined_list, references
from nova_policy.errors import UsageError

_WORDS = ("deny", "violation", "warn")
_LITERALS = {"boolean", "number", "string", "null", "object"}
_Fault = tuple[str, str, str]
"""File, the word to look for in it, what is wrong."""


def check_silence(
    sources: Sources, syntax: Syntax, definitions: Sequence[Definition], namespaces: Sequence[str]
) -> None:
    """Raise UsageError with a line for all that nothing would ask, or that would never deny."""
    asked = [tuple(namespace.split(".")) for namespace in namespaces]
    faults = [
        *_missing_namespaces(definitions, asked),
        *_unused_packages(sources, syntax, asked),
        *_unasked_rules(definitions, syntax, asked),
        *_wrong_kinds(definitions, asked),
        *_same_but_for_case(definitions, asked),
        *_combined(sources, syntax),
    ]
    if faults:
        lines = dict.fromkeys(f"{sources.place(file, name)}: {what}" for file, name, what in faults)
        raise UsageError("\n".join(lines), code="NOVA-E03")


def _missing_namespaces(definitions: Sequence[Definition], asked: Sequence[DataPath]) -> Iterator[_Fault]:
    there = sorted({item.package for item in definitions})
    for namespace in asked:
        if there and namespace not in there and namespace != ("main",):
            listed = ", ".join(".".join(package) for package in there)
            yield definitions[0].file, "package", f"no package {'.'.join(namespace)} to ask; packages here: {listed}"


def _unused_packages(sources: Sources, syntax: Syntax, asked: Sequence[DataPath]) -> Iterator[_Fault]:
    used = _reached(syntax, sources, asked)
    for file in sources.policies:
        module = syntax.modules[file]
        package = package_of(module)
        names = {rule["head"]["ref"][0]["value"] for rule in module.get("rules", ())}
        if package in used or (names and all(name.startswith(("test_", "todo_test_")) for name in names)):
            continue
        name = ".".join(package)
        verdicts = sorted(rule for rule in names if CONVENTION.fullmatch(rule))
        what = f"its rule {verdicts[0]} is never asked; use package main, or --namespace {name}" if verdicts else ""
        yield file, "package", f"package {name} is used by nothing" + (f", {what}" if what else "")


def _reached(syntax: Syntax, sources: Sources, asked: Sequence[DataPath]) -> set[DataPath]:
    """Return the packages that are asked, those that they refer to, and so on; tests count as asked."""
    packages = {file: package_of(module) for file, module in syntax.modules.items()}
    reached = set(asked)
    pending = [file for file, package in packages.items() if package in reached or file in sources.tests]
    seen = set(pending)
    while pending:
        module = syntax.modules[pending.pop()]
        imports = imported(module)
        paths = [*imports.values(), *references(module, imports)]
        for file, package in packages.items():
            if file not in seen and any(_meet(path, package) for path in paths):
                seen.add(file)
                reached.add(package)
                pending.append(file)
    return reached


def _meet(path: DataPath, package: DataPath) -> bool:
    shared = min(len(path), len(package))
    return path[:shared] == package[:shared]


def _unasked_rules(definitions: Sequence[Definition], syntax: Syntax, asked: Sequence[DataPath]) -> Iterator[_Fault]:
    """Yield rules of an asked package whose names were meant to be asked, or sets of which nobody reads a member."""
    words = _used_words(syntax)
    for item in definitions:
        name = item.name
        if item.package not in asked or name in words or name == EXCEPTION or CONVENTION.fullmatch(name):
            continue
        first = name.lower().partition("_")[0]
        meant = [word for word in _WORDS if first.startswith(word)] or difflib.get_close_matches(first, _WORDS, n=1)
        if meant:
            yield item.file, name, f"rule {name} is never asked; did you mean {_corrected(name, meant[0])}?"
        elif item.kind == "set" and not name.startswith("test_"):
            yield item.file, name, f"rule {name} is neither asked nor used; names of rules begin with deny or warn"


def _corrected(name: str, word: str) -> str:
    rest = "_".join(part for part in name.split("_")[1:] if part)
    return f"{word}_{rest}" if rest else word


def _used_words(syntax: Syntax) -> set[str]:
    """Return all names that occur anywhere but at the head of their own rule."""
    words: set[str] = set()
    for module in syntax.modules.values():
        for rule in module.get("rules", ()):
            head = rule["head"]
            parts = [value for key, value in head.items() if key not in {"ref", "name"}]
            words.update(names_in([*parts, head["ref"][1:], *(value for key, value in rule.items() if key != "head")]))
        for path in references(module, imported(module)):
            words.update(path)
    return words


def _wrong_kinds(definitions: Sequence[Definition], asked: Sequence[DataPath]) -> Iterator[_Fault]:
    for item in definitions:
        if item.package in asked and CONVENTION.fullmatch(item.name) and item.kind in {*_LITERALS, "function"}:
            article = "an" if item.kind == "object" else "a"
            what = f"rule {item.name} is {article} {item.kind} and would never be asked"
            yield item.file, item.name, f"{what}; write `{item.name} contains msg if {{…}}`"


def _same_but_for_case(definitions: Sequence[Definition], asked: Sequence[DataPath]) -> Iterator[_Fault]:
    found = {(item.package, item.name): item for item in definitions if CONVENTION.fullmatch(item.name)}
    for (package, name), (other_package, other) in combinations(sorted(found), 2):
        if package == other_package and package in asked and name.lower() == other.lower():
            item = found[package, name]
            yield item.file, name, f"rules {name} and {other} differ in case alone, and conftest asks one of them"


def _combined(sources: Sources, syntax: Syntax) -> Iterator[_Fault]:
    what = "reads conftest's --combine list (input[i].contents), but is asked about one document at a time"
    return ((file, "package", what) for file in sources.policies if reads_combined_list(syntax.modules[file]))
