"""Cargo manifests: read, located, and given as documents to be judged."""

from __future__ import annotations

import math
import posixpath
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nova_policy.collect.rust.toml_places import TomlLocator, key_places
from nova_policy.model import Document, InputKind, Json, Location, Problem


@dataclass(frozen=True, slots=True)
class Manifest:
    """One `Cargo.toml`: *path* and *directory* (`""` for the root) relative to the root; *text* as it stands."""

    path: str
    directory: str
    contents: Mapping[str, Json]
    locator: TomlLocator
    text: str

    def table(self, *keys: str) -> Mapping[str, Json]:
        """Return the table under *keys*; an empty one when there is none."""
        value: Json = self.contents
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if isinstance(value, Mapping) else {}

    def strings(self, *keys: str) -> list[str]:
        """Return the strings of the array under *keys*."""
        value = self.table(*keys[:-1]).get(keys[-1])
        return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

    @property
    def package_name(self) -> str | None:
        """The package's name; None for a virtual manifest."""
        name = self.table("package").get("name")
        return name if isinstance(name, str) else None

    @property
    def has_workspace(self) -> bool:
        """Whether it is the root of a workspace."""
        return "workspace" in self.contents

    def below(self, relative: str) -> str:
        """Return the path *relative* to this manifest as a path from the root; `..` at its front leaves the root."""
        joined = posixpath.normpath(posixpath.join(self.directory, relative))
        return "" if joined == "." else joined


@dataclass(frozen=True, slots=True)
class Manifests:
    """Every manifest of a repository by path; *broken* are the paths of those that cannot be read."""

    by_path: Mapping[str, Manifest]
    broken: frozenset[str]
    problems: tuple[Problem, ...]

    def in_directory(self, directory: str) -> Manifest | None:
        """Return the manifest in *directory*, if it parses."""
        return self.by_path.get(manifest_path(directory))

    def place(self, path: str) -> Location:
        """Return where the manifest at *path* names its package, or where reading it failed."""
        if path in self.by_path:
            return self.by_path[path].locator.at("package")
        failures = (each.location for each in self.problems if each.location and each.location.path == path)
        return next(failures, Location(path, 1))


def manifest_path(directory: str) -> str:
    """Return the path of the manifest in *directory*."""
    return f"{directory}/Cargo.toml" if directory else "Cargo.toml"


def read_manifests(paths: Sequence[str], read: Callable[[str], bytes]) -> Manifests:
    """Read every `Cargo.toml` among *paths*; what is not valid TOML becomes a problem."""
    found: dict[str, Manifest] = {}
    problems: list[Problem] = []
    for path in sorted(each for each in paths if posixpath.basename(each) == "Cargo.toml"):
        try:
            found[path] = _manifest(path, read(path))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            problems.append(_problem(path, error))
    broken = frozenset(problem.location.path for problem in problems if problem.location)
    return Manifests(found, broken, tuple(problems))


def cargo_documents(manifests: Manifests) -> tuple[Document, ...]:
    """Return every manifest that parses as a document; dates and times become strings."""
    return tuple(
        Document(manifest.path, InputKind.CARGO, manifest.contents, manifest.locator)
        for _, manifest in sorted(manifests.by_path.items())
    )


def _manifest(path: str, content: bytes) -> Manifest:
    text = content.decode("utf-8-sig")
    contents = {key: _jsonable(value) for key, value in tomllib.loads(text).items()}
    return Manifest(path, posixpath.dirname(path), contents, TomlLocator(key_places(text, path)), text)


def _jsonable(value: object) -> Json:
    if isinstance(value, dict):
        return {str(key): _jsonable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_jsonable(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | str) else str(value)


def _problem(path: str, error: Exception) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Problem("NOVA-R01", "the manifest is not UTF-8", "save it as UTF-8", Location(path, line))
    if isinstance(error, RecursionError):
        return Problem("NOVA-R01", "the manifest is nested too deeply", "flatten it", Location(path, 1))
    what, line, column = _reason(str(error))
    where = Location(path, line, column)
    return Problem("NOVA-R01", f"the manifest is no valid TOML: {what}", "correct it; cargo refuses it too", where)


def _reason(message: str) -> tuple[str, int, int]:
    """Split tomllib's message into a reason without anything quoted from the file, line and column."""
    match = re.search(r"^(.*?)\s*\(at line (\d+), column (\d+)\)$", message)
    reason = re.sub(r"""\s*\(?['"].*['"],?\)?""", "", match[1] if match else "it ends too early")
    return reason[:80], int(match[2]) if match else 1, int(match[3]) if match else 1
