"""Splits what is asked into batches of a size."""

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
