"""Verdicts from run to run: the same policies say the same of the same input, so nobody need be asked twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nova_policy.engines.protocol import Answer, Engine, Question, encode, merge, read_answer
from nova_policy.memory import Memory
from nova_policy.model import Denial, Json


class RememberingEngine:
    """Asks an engine what the *memory* does not have, and opens it only for that.

    The memory's version must name the policies and all that turns them into denials. Only a full answer is kept: what
    failed, or had too many denials to list, is asked again.
    """

    def __init__(self, name: str, open_engine: Callable[[], Engine], memory: Memory) -> None:
        self.name = name
        self._open = open_engine
        self._memory = memory

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions, most of them by heart."""
        head = hashlib.sha256(encode(parameters).encode("utf-8", "surrogatepass")).digest()
        known: list[Mapping[str, Any]] = []
        unknown: list[tuple[bytes, Question]] = []
        for question in questions:
            key = head + _content(question)
            entry = self._memory.get(key)
            if entry is None:
                unknown.append((key, question))
            else:
                known.extend(_results(question, entry))
        remembered = read_answer(known)
        if not unknown:
            return remembered
        answer = self._open().evaluate([question for _, question in unknown], parameters)
        for key, question in unknown:
            if _is_full(answer, question):
                self._memory.put(key, {"denials": list(map(_entry, answer.denials.get(question.id, ())))})
        self._memory.save()
        return merge([remembered, answer])


def _content(question: Question) -> bytes:
    """Return what stands for policies and input; the texts themselves would be kept a second time."""
    text = f"{encode(question.policies)}\n{question.text}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _is_full(answer: Answer, question: Question) -> bool:
    complete = answer.judged.get(question.id, frozenset()) == frozenset(question.policies)
    return complete and not answer.failed.get(question.id) and not answer.omitted.get(question.id)


def _entry(denial: Denial) -> dict[str, Json]:
    """Return a denial as engines give it; the policies of a bundle name no places of their own."""
    related: list[Json] = [list(path) for path in denial.related]
    return {"policy": denial.policy, "msg": denial.message, "path": list(denial.path), "related": related}


def _results(question: Question, entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what an engine would yield for the question."""
    account = {"document": question.id, "judged": question.policies}
    return [account, *({**denial, "document": question.id} for denial in entry["denials"])]
