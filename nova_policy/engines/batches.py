"""Splits what is asked into batches of a size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nova_policy.engines.protocol import Question


def batches(questions: Iterable[Question], size: int) -> Iterator[list[Question]]:
    """Split questions into runs of roughly *size* characters; a larger one stands alone."""
    batch: list[Question] = []
    used = 0
    for question in questions:
        length = question.size
        if batch and used + length > size:
            yield batch
            batch, used = [], 0
        batch.append(question)
        used += length
    if batch:
        yield batch


def one_by_one(questions: Iterable[Question], size: int) -> Iterator[Question]:
    """Ask a question of more than *size* characters about one policy at a time: each has the memory to itself."""
    for question in questions:
        if len(question.policies) > 1 and question.size > size:
            yield from (replace(question, policies=(policy,)) for policy in question.policies)
        else:
            yield question


def readings(batch: Iterable[Question]) -> int:
    """Return how many characters the policies of a batch read together."""
    return sum(len(question.policies) * question.size for question in batch)
