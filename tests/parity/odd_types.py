"""Documents as nobody writes them: the cases' own, with one value of another type in each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from nova_policy.engines.protocol import Question
from nova_policy.model import FACTS_API_VERSION, Json, KeyPath

ODD: tuple[Json, ...] = (None, True, 0, -1.5, "", "x", "0", [], [1, None, "x", {}], {}, {"x": [1]}, [[]], "a" * 300)


def mutated(questions: Sequence[Question], chance: random.Random, per_question: int) -> Iterator[Question]:
    """Yield copies of *questions*, each with one value replaced. Facts are left out: only we write those."""
    for question in questions:
        if _is_fact(question.input):
            continue
        paths = list(_paths(question.input, ()))
        for number in range(per_question):
            path = chance.choice(paths)
            changed = _replaced(question.input, path, chance.choice(ODD))
            yield replace(question, id=f"{question.id}-{number}", input=changed)


def _is_fact(value: Json) -> bool:
    return isinstance(value, dict) and value.get("apiVersion") == FACTS_API_VERSION


def _paths(value: Json, path: KeyPath) -> Iterator[KeyPath]:
    """Every path below the root. Within a list of documents, facts keep their shape."""
    if _is_fact(value):
        return
    items: Iterator[tuple[str | int, Json]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    for key, item in items:
        yield (*path, key)
        yield from _paths(item, (*path, key))


def _replaced(value: Json, path: KeyPath, odd: Json) -> Json:
    result = deepcopy(value)
    holder: object = result
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]
    holder[path[-1]] = odd  # type: ignore[index]
    return result
