"""Grafana dashboards: their titles and the metrics that they show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from nova_policy.collect.facts import fact, place
from nova_policy.collect.files import Files
from nova_policy.collect.promql import read_expression
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json, Location

_MARKS = (b'"panels"', b'"targets"')
_MAX_DEPTH = 50


def dashboards(files: Files, manifests: Mapping[str, Sequence[Document]]) -> tuple[Document, ...]:
    """Return the fact Dashboards; nothing where there are none. What is no JSON is no dashboard."""
    found: list[tuple[Location, Mapping[str, Json]]] = []
    for path in files.paths:
        if path in manifests:
            found.extend(entry for document in manifests[path] for entry in _in_object(document))
        elif path.endswith(".json"):
            data = files.read(path)
            board = _board(data.decode("utf-8", "replace")) if all(mark in data for mark in _MARKS) else None
            if board is not None:
                found.append((Location(path, 1), board))
    entries: list[Json] = [_entry(at, board) for at, board in found]
    return (fact("Dashboards", ".", found[0][0], dashboards=entries),) if found else ()


def _in_object(document: Document) -> Iterator[tuple[Location, Mapping[str, Json]]]:
    contents = mapping(document.contents)
    if contents.get("kind") != "ConfigMap":
        return
    for key, value in mapping(contents.get("data")).items():
        if isinstance(value, str) and key.endswith(".json") and '"panels"' in value:
            board = _board(value)
            if board is not None:
                yield document.locator.locate(("data", key))[0], board


def _board(text: str) -> Mapping[str, Json] | None:
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    board = mapping(value)
    board = mapping(board.get("dashboard")) or board
    return board if isinstance(board.get("panels"), list) and isinstance(board.get("title"), str) else None


def _entry(at: Location, board: Mapping[str, Json]) -> Json:
    expressions = list(_expressions(board, 0))
    metrics = sorted({name for text in expressions for name in read_expression(_without_variables(text)).metrics})
    return place(at, title=scalar(board.get("title")), panels=len(items(board.get("panels"))), metrics=[*metrics])


def _without_variables(text: str) -> str:
    """Replace Grafana's `$__interval` and `[[variable]]`, which are no PromQL."""
    return re.sub(r"\[\$\{?\w+\}?\]", "[5m]", re.sub(r"\[\[\w+\]\]|\$\{\w+(?::\w+)?\}|\$\w+", "1", text))


def _expressions(value: Json, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == "expr" and isinstance(item, str):
                yield item
            else:
                yield from _expressions(item, depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _expressions(item, depth + 1)
