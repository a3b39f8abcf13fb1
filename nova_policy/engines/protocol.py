"""The one request and the one answer that all engines share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from nova_policy.errors import IncompleteError
from nova_policy.model import Denial, Json, Location

MOST_LISTED = 10_000
"""So many denials of one policy are listed; those beyond it are counted."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
_MESSAGE_LIMIT = 2048
_NO_PLACE = "_loc of a result must be {file, line}: a path relative to the scanned root, and a number from 1"
_JSON_TYPES = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    list: "an array",
    dict: "an object",
}


class Text(Protocol):
    """A text of a known length; one that is put together only when it is asked for, or a string."""

    def __len__(self) -> int:
        """Return how many characters it has."""
        ...

    def __str__(self) -> str:
        """Return all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One document and the policies it is asked about. *id* is unique in a batch.

    *encoded* is the input as :func:`encode` writes it, where that is known already.
    """

    id: str
    policies: tuple[str, ...]
    input: Json
    encoded: Text | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The input as :func:`encode` writes it."""
        return encode(self.input) if self.encoded is None else str(self.encoded)

    @property
    def size(self) -> int:
        """How many characters that has."""
        return len(self.text if self.encoded is None else self.encoded)


class EvaluationStoppedError(IncompleteError):
    """A batch has no answer: time or memory used up, a builtin that failed, a form that is not supported."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a policy has no verdict: a code of the error list, and one clause without values from the input."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said: denials by question, which policies answered for each question, and why others did not.

    *omitted* counts by question and policy the denials that are not listed because there are so many.
    """

    denials: Mapping[str, tuple[Denial, ...]]
    judged: Mapping[str, frozenset[str]]
    failed: Mapping[str, Mapping[str, Failure]] = field(default_factory=dict)
    omitted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Evaluates batches. A pair it cannot judge is missing from the account; it is never passed over as clean."""

    @property
    def name(self) -> str:
        """What the report calls the engine."""
        ...

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions. Raises ToolError when the engine itself cannot be used."""
        ...


def encode(value: Json) -> str:
    """Return *value* as compact JSON, the same for equal values."""
    return _ENCODER.encode(value)


def envelope(questions: Iterable[Question], parameters: Mapping[str, Json]) -> bytes:
    """Return the batch envelope as JSON bytes."""
    documents = b",".join(map(_encoded, questions))
    return b"".join((b'{"documents":[', documents, b'],"parameters":', _bytes(encode(parameters)), b"}"))


def _encoded(question: Question) -> bytes:
    head, tail = f'{{"id":{encode(question.id)},"input":', f',"policies":{encode(question.policies)}}}'
    return b"".join(map(_bytes, (head, question.text, tail)))


def _bytes(text: str) -> bytes:
    # A file name need not be UTF-8, but JSON is; places are looked up by index, never by this text.
    return text.encode("utf-8", "replace")


def read_answer(results: Iterable[Any]) -> Answer:
    """Read what `data.main.deny` yielded for an envelope.

    A policy with a denial of the wrong shape has failed for that document; its other denials are kept.
    """
    denials: dict[str, list[Denial]] = {}
    judged: dict[str, frozenset[str]] = {}
    failed: dict[str, dict[str, Failure]] = {}
    omitted: dict[str, Mapping[str, int]] = {}
    for result in results:
        document = str(result.get("document"))
        if "judged" in result:
            judged[document] = frozenset(result["judged"])
            omitted |= {document: counts} if (counts := result.get("omitted")) else {}
        elif fault := _fault(result):
            failed.setdefault(document, {})[str(result.get("policy"))] = Failure("NOVA-E14", fault)
        else:
            denials.setdefault(document, []).append(_denial(result))
    ordered = {key: tuple(sorted(found, key=_order)) for key, found in denials.items()}
    answered = {key: names - set(failed.get(key, ())) for key, names in judged.items()}
    return Answer(ordered, answered, failed, omitted)


def unanswered(questions: Iterable[Question], failure: Failure) -> Answer:
    """Return the answer that gives no verdict on any of the questions, for one reason."""
    return Answer({}, {}, {question.id: dict.fromkeys(question.policies, failure) for question in questions})


def merge(answers: Iterable[Answer]) -> Answer:
    """Put the answers to the parts of a batch together, also where one question was asked in parts."""
    denials: dict[str, tuple[Denial, ...]] = {}
    judged: dict[str, frozenset[str]] = {}
    failed: dict[str, dict[str, Failure]] = {}
    omitted: dict[str, dict[str, int]] = {}
    for answer in answers:
        for key, found in answer.denials.items():
            denials[key] = tuple(sorted((*denials.get(key, ()), *found), key=_order))
        for key, policies in answer.judged.items():
            judged[key] = judged.get(key, frozenset()) | policies
        for key, failures in answer.failed.items():
            failed.setdefault(key, {}).update(failures)
        for key, counts in answer.omitted.items():
            omitted.setdefault(key, {}).update(counts)
    return Answer(denials, judged, failed, omitted)


def _order(denial: Denial) -> tuple[str, str, str, str]:
    return denial.policy, json.dumps(denial.path), denial.message, str(denial.place or "")


def _fault(result: Mapping[str, Any]) -> str | None:
    """Say what keeps a result from being a denial, None when nothing does."""
    message, path = result.get("msg"), result.get("path", [])
    if not isinstance(message, str):
        kind = _JSON_TYPES[type(message)]
        return f"a result is {kind}; it must be a string, or an object with a string as msg"
    if not _is_path(path):
        return "the path of a result must be an array of keys and indices"
    related = result.get("related", [])
    if not isinstance(related, list) or not all(map(_is_path, related)):
        return "related of a result must be an array of paths"
    place = result.get("place")
    return None if place is None or _is_place(place) else _NO_PLACE


def _denial(result: Mapping[str, Any]) -> Denial:
    message, related = result["msg"], result.get("related", [])
    if len(message) > _MESSAGE_LIMIT:
        message = f"{message[:_MESSAGE_LIMIT]}…(+{len(message) - _MESSAGE_LIMIT})"
    place = Location(result["place"]["file"], result["place"]["line"]) if result.get("place") else None
    path = tuple(result.get("path", []))
    return Denial(str(result.get("policy")), message, path, tuple(map(tuple, related)), place)


def _is_path(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(step, (str, int)) for step in value)


def _is_place(value: object) -> bool:
    """Whether it is a `_loc` as conftest has it, of a file below the root."""
    if not isinstance(value, dict):
        return False
    file, line = value.get("file"), value.get("line")
    if not isinstance(file, str) or not isinstance(line, int) or isinstance(line, bool):
        return False
    return line > 0 and file != "" and not file.startswith("/") and ".." not in file.split("/")
