"""Markdown that fits where GitHub puts it."""

from __future__ import annotations

from collections.abc import Sequence

from nova_policy.report.wording import count

MOST_CHARACTERS = 65_536
"""GitHub refuses a longer comment. A job's summary may have 1 MiB, which this stays below in any encoding."""
_NOTICE = 200


def fitted(head: str, blocks: Sequence[tuple[str, int]]) -> str:
    """Put *blocks* below *head*, as many as fit; each comes with the number of findings that it shows.

    What is left out is counted at the end. A head that is too long is cut at a line's end.
    """
    room = MOST_CHARACTERS - _NOTICE
    kept = [_cut(head, room)]
    room -= len(kept[0])
    shown = 0
    for block, _ in blocks:
        room -= len(block) + 2
        if room < 0:
            break
        kept.append(block)
        shown += 1
    if left := sum(findings for _, findings in blocks[shown:]):
        kept.append(f"… and {count(left, 'more finding')}: what GitHub shows ends here, see the full report.")
    return "\n\n".join(kept) + "\n"


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    return f"{text[: text.rfind(chr(10), 0, room)]}\n\n… cut: what GitHub shows ends here, see the full report."
