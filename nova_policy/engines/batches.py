"""Splits what is asked into batches of a size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.engines.protocol import Question, encode


def batches(questions: Sequence[Question], size: int) -> Iterator[list[Question]]:
    """Split questions into runs of roughly *size* characters; a larger one stands alone."""
    batch: list[Question] = []
    used = 0
    for question in questions:
        length = len(encode(question.input) if question.encoded is None else question.encoded)
        if batch and used + length > size:
            yield batch
            batch, used = [], 0
        batch.append(question)
        used += length
    if batch:
        yield batch
