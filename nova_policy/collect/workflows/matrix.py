"""A job's matrix, expanded as GitHub does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from nova_policy.collect.workflows.expressions import EXPRESSION, json_list
from nova_policy.collect.yaml_source import Source, items, mapping, scalar
from nova_policy.model import Json, KeyPath, Location

_MAX_COMBINATIONS = 256


@dataclass(frozen=True, slots=True)
class Axis:
    """One key of a matrix, with its values and their places."""

    name: str
    values: tuple[tuple[Json, Location], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """*combinations* are the jobs it makes; not *complete* when an expression or the bound of 256 hides some."""

    axes: tuple[Axis, ...]
    combinations: tuple[Mapping[str, Json], ...]
    complete: bool

    def texts(self) -> tuple[Mapping[str, str], ...]:
        """Return the combinations as `matrix.x` reads them: lower-case paths to texts."""
        return tuple(dict(_flat(combination, "")) for combination in self.combinations)

    def place_of(self, name: str, value: str) -> Location | None:
        """Return where a value of an axis is written."""
        for axis in self.axes:
            for item, at in axis.values:
                if axis.name.lower() == name.lower() and scalar(item) == value:
                    return at
        return None


def _flat(value: Json, path: str) -> Iterator[tuple[str, str]]:
    for key, item in mapping(value).items():
        inner = f"{path}.{key}".lstrip(".").lower()
        if isinstance(item, Mapping):
            yield from _flat(item, inner)
        else:
            yield inner, scalar(item)


def matrix_of(source: Source, job: KeyPath, strategy: Json) -> Matrix | None:
    """Read `strategy.matrix` of the job at *job*; None where there is none."""
    value = mapping(strategy).get("matrix")
    if value is None:
        return None
    path: KeyPath = (*job, "strategy", "matrix")
    if not isinstance(value, Mapping):
        return Matrix((), (), complete=False)
    complete = not any(isinstance(item, str) and _literal(item) is None for item in value.values())
    axes = tuple(
        Axis(name, tuple(_values(source, (*path, name), item)))
        for name, item in value.items()
        if name not in {"include", "exclude"}
    )
    combinations = list(islice(_products(axes), _MAX_COMBINATIONS + 1))
    excluded = [mapping(item) for item in items(value.get("exclude"))]
    kept = [combination for combination in combinations if not any(_covers(item, combination) for item in excluded)]
    included = [mapping(item) for item in items(value.get("include"))]
    result = _include(kept, included, frozenset(axis.name for axis in axes))
    within = len(combinations) <= _MAX_COMBINATIONS and len(result) <= _MAX_COMBINATIONS
    return Matrix(_with_included(source, path, axes, value), tuple(result[:_MAX_COMBINATIONS]), complete and within)


def _products(axes: tuple[Axis, ...]) -> Iterator[Mapping[str, Json]]:
    if not axes:
        return
    names = [axis.name for axis in axes]
    for values in product(*([value for value, _ in axis.values] for axis in axes)):
        yield dict(zip(names, values, strict=True))


def _values(source: Source, path: KeyPath, value: Json) -> Iterator[tuple[Json, Location]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield item, source.at((*path, index))
    elif isinstance(value, str) and (literal := _literal(value)) is not None:
        for item in literal:
            yield item, source.at(path)


def _literal(text: str) -> list[Json] | None:
    match = EXPRESSION.fullmatch(text.strip())
    written = json_list(match[1]) if match else None
    try:
        value = json.loads(written) if written else None
    except ValueError:
        return None
    return value if isinstance(value, list) else None


def _covers(pattern: Mapping[str, Json], combination: Mapping[str, Json]) -> bool:
    return all(key in combination and combination[key] == value for key, value in pattern.items())


def _include(
    combinations: list[Mapping[str, Json]], included: list[Mapping[str, Json]], axes: frozenset[str]
) -> list[Mapping[str, Json]]:
    """Let an entry extend every combination whose original values it keeps, else be one of its own."""
    result = list(combinations)
    for entry in included:
        own = {key: value for key, value in entry.items() if key in axes}
        matching = [index for index, item in enumerate(result[: len(combinations)]) if _covers(own, item)]
        for index in matching:
            result[index] = {**result[index], **entry}
        if not matching:
            result.append(entry)
    return result


def _with_included(
    source: Source, path: KeyPath, axes: tuple[Axis, ...], value: Mapping[str, Json]
) -> tuple[Axis, ...]:
    """Add what `include` gives to the axes, so that each value has a place."""
    found: dict[str, list[tuple[Json, Location]]] = {axis.name: list(axis.values) for axis in axes}
    for index, entry in enumerate(items(value.get("include"))):
        for key, item in mapping(entry).items():
            known = found.setdefault(key, [])
            if all(item != seen for seen, _ in known):
                known.append((item, source.at((*path, "include", index, key))))
    return tuple(Axis(name, tuple(values)) for name, values in found.items())
