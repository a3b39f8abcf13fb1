"""What of the whole project a policy gets to read: a list of everything would be too much for any engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from nova_policy.bundle.catalogue import Policy
from nova_policy.model import Document

MOST_TOGETHER = 4 * 1024 * 1024
"""Characters up to which all policies share one list, so that what several of them look up is looked up once."""

_Kind: TypeAlias = tuple[str, str, str]


def kind_of(document: Document) -> _Kind:
    """Return all that matchers look at."""
    contents = document.contents if isinstance(document.contents, Mapping) else {}
    return document.kind.value, str(contents.get("apiVersion")), str(contents.get("kind"))


def readings(
    sources: Sequence[Document], policies: Sequence[Policy], sizes: Mapping[int, int], most: int = MOST_TOGETHER
) -> Iterator[tuple[tuple[Document, ...], tuple[Policy, ...]]]:
    """Yield lists of documents, in their order, with the policies that are asked about each.

    It is one list of all that any of the policies looks at. Where that has more than *most* characters, each policy
    gets a list of what it looks at itself, and those that look at the same share it. *sizes* has the characters of each
    document by its id.
    """
    kinds = [kind_of(document) for document in sources]
    first = dict(zip(reversed(kinds), reversed(sources), strict=True))
    read = {
        policy.id: frozenset(kind for kind, document in first.items() if policy.looks_at(document))
        for policy in policies
    }
    union = frozenset[_Kind]().union(*read.values())
    if sum(sizes[id(document)] for kind, document in zip(kinds, sources, strict=True) if kind in union) <= most:
        read = dict.fromkeys(read, union)
    groups: dict[frozenset[_Kind], list[Policy]] = {}
    for policy in policies:
        groups.setdefault(read[policy.id], []).append(policy)
    for wanted, own in groups.items():
        members = tuple(document for kind, document in zip(kinds, sources, strict=True) if kind in wanted)
        yield members, tuple(own)
