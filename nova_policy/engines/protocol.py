"""The one request and the one answer that all engines share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from nova_policy.errors import IncompleteError
from nova_policy.model import Denial, Json

_MESSAGE_LIMIT = 2048


@dataclass(frozen=True, slots=True)
class Question:
    """One document and the policies it is asked about. *id* is unique in a batch."""

    id: str
    policies: tuple[str, ...]
    input: Json


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said: denials by question, and which policies answered for each question."""

    denials: Mapping[str, tuple[Denial, ...]]
    judged: Mapping[str, frozenset[str]]


class Engine(Protocol):
    """Evaluates batches. A pair it cannot judge is missing from the account; it is never passed over as clean."""

    name: str

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions. Raises ToolError when the engine itself cannot be used."""
        ...


def envelope(questions: Iterable[Question], parameters: Mapping[str, Json]) -> bytes:
    """Return the batch envelope as JSON bytes."""
    documents = [{"id": q.id, "policies": q.policies, "input": q.input} for q in questions]
    value = {"documents": documents, "parameters": parameters}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A file name need not be UTF-8, but JSON is; places are looked up by index, never by this text.
    return text.encode("utf-8", "replace")


def read_answer(results: Iterable[Any]) -> Answer:
    """Read what `data.main.deny` yielded for an envelope.

    Raises IncompleteError that names the policy for a denial of the wrong shape.
    """
    denials: dict[str, list[Denial]] = {}
    judged: dict[str, frozenset[str]] = {}
    for result in results:
        document = str(result.get("document"))
        if "judged" in result:
            judged[document] = frozenset(result["judged"])
        else:
            denials.setdefault(document, []).append(_denial(result))
    ordered = {key: tuple(sorted(found, key=_order)) for key, found in denials.items()}
    return Answer(ordered, judged)


def merge(answers: Iterable[Answer]) -> Answer:
    """Put the answers to the parts of a batch together, also where one question was asked in parts."""
    denials: dict[str, tuple[Denial, ...]] = {}
    judged: dict[str, frozenset[str]] = {}
    for answer in answers:
        for key, found in answer.denials.items():
            denials[key] = tuple(sorted((*denials.get(key, ()), *found), key=_order))
        for key, policies in answer.judged.items():
            judged[key] = judged.get(key, frozenset()) | policies
    return Answer(denials, judged)


def _order(denial: Denial) -> tuple[str, str, str]:
    return denial.policy, json.dumps(denial.path), denial.message


def _denial(result: Mapping[str, Any]) -> Denial:
    policy = str(result.get("policy"))
    message, path = result.get("msg"), result.get("path", [])
    related = result.get("related", [])
    if not isinstance(message, str) or not _is_path(path) or not all(map(_is_path, related)):
        raise IncompleteError(f"policy {policy} yields a denial without a msg string and a path of keys and indices")
    if len(message) > _MESSAGE_LIMIT:
        message = f"{message[:_MESSAGE_LIMIT]}…(+{len(message) - _MESSAGE_LIMIT})"
    return Denial(policy, message, tuple(path), tuple(map(tuple, related)))


def _is_path(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(step, (str, int)) for step in value)
