"""Splits what is asked: into batches of a size, and a batch that failed into halves until the culprit stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.engines.protocol import Question, envelope


def batches(questions: Sequence[Question], size: int) -> Iterator[list[Question]]:
    """Split questions into runs of roughly *size* bytes; a larger one stands alone."""
    batch: list[Question] = []
    used = 0
    for question in questions:
        length = len(envelope([question], {}))
        if batch and used + length > size:
            yield batch
            batch, used = [], 0
        batch.append(question)
        used += length
    if batch:
        yield batch


def halves(questions: Sequence[Question]) -> list[list[Question]]:
    """Split a failed batch by documents, then a failed document by policies; nothing is left of a single pair."""
    if len(questions) > 1:
        middle = len(questions) // 2
        return [list(questions[:middle]), list(questions[middle:])]
    question = questions[0]
    if len(question.policies) < 2:
        return []
    middle = len(question.policies) // 2
    parts = question.policies[:middle], question.policies[middle:]
    return [[Question(question.id, part, question.input)] for part in parts]
