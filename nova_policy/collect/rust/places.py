"""Turns what a file tells on its own into what a fact shows: with its path."""

from __future__ import annotations

from collections.abc import Mapping

from nova_policy.model import FACTS_API_VERSION, Json


def entries(analysis: Json, *keys: str) -> list[Mapping[str, Json]]:
    """Return the objects of the list under *keys* of an analysed file."""
    value = analysis
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def listed(value: Json) -> list[Json]:
    """Return a list's elements; none when *value* is no list."""
    return list(value) if isinstance(value, list) else []


def spot(at: Json, path: str) -> dict[str, Json]:
    """Return the `at` of `[line, column]` in the file *path*."""
    line, column = at if isinstance(at, list) and len(at) == 2 else (1, 1)
    return {"path": path, "line": line, "column": column}


def placed(entry: Mapping[str, Json], path: str) -> dict[str, Json]:
    """Return *entry* and the objects in its lists, each place under `at` or `x_at` with its *path*."""
    shown: dict[str, Json] = {key: _inner(value, path) for key, value in entry.items()}
    shown.update((key, spot(value, path)) for key, value in entry.items() if key == "at" or key.endswith("_at"))
    return shown


def head(kind: str, name: str, at: Mapping[str, Json]) -> dict[str, Json]:
    """Return the beginning of a fact."""
    return {"apiVersion": FACTS_API_VERSION, "kind": kind, "metadata": {"name": name}, "at": dict(at)}


def order(entry: Mapping[str, Json]) -> tuple[str, int, int, str]:
    """Return what lists of placed objects are sorted by."""
    at = entry.get("at")
    place = at if isinstance(at, Mapping) else {}
    line, column = place.get("line"), place.get("column")
    name = entry.get("name") or entry.get("path") or ""
    return (
        str(place.get("path", "")),
        line if isinstance(line, int) else 0,
        column if isinstance(column, int) else 0,
        str(name),
    )


def _inner(value: Json, path: str) -> Json:
    if not isinstance(value, list):
        return value
    return [placed(each, path) if isinstance(each, Mapping) else each for each in value]
