"""Which advisories cargo audit and cargo deny are told to ignore, and whether the tools read that."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.model import Json, Location

_ADVISORY = re.compile(r"\b(?:RUSTSEC-\d{4}-\d{4}|CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})\b")


def advisories(files: Files) -> list[Json]:
    """Return the fact's `advisories` in the order of the paths."""
    return [entry for path in files.paths for entry in _advisories(files, path)]


def _advisories(files: Files, path: str) -> Iterator[Json]:
    name = path.rpartition("/")[2]
    if name not in {"audit.toml", "deny.toml", ".trivyignore", "osv-scanner.toml"}:
        return
    text = files.read(path).decode("utf-8", "replace")
    tool = {"audit.toml": "cargo-audit", "deny.toml": "cargo-deny", ".trivyignore": "trivy"}.get(name, "osv-scanner")
    ignored: list[Json] = []
    for number, line in enumerate(text.split("\n"), 1):
        code = line.partition("#")[0]
        ignored.extend(
            place(Location(path, number, match.start() + 1), id=match[0]) for match in _ADVISORY.finditer(code)
        )
    # cargo audit reads .cargo/audit.toml of the project or the home folder, and nothing else.
    effective = f"/{path}".endswith("/.cargo/audit.toml") if tool == "cargo-audit" else True
    valid = True if tool == "trivy" else _is_toml(text)
    yield place(Location(path, 1), tool=tool, path=path, effective=effective, valid=valid, ignored=ignored)


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True
