"""The lists of documents that policies read, and how much of a whole project one of them gets to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nova_policy.bundle.catalogue import Policy
from nova_policy.engines.protocol import encode
from nova_policy.model import Document

MOST_TOGETHER = 4 * 1024 * 1024
"""Characters up to which all policies share one list, so that what several of them look up is looked up once."""

_AROUND = len('{"contents":,"path":},')
_Kind: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ListText:
    """The list `[{path, contents}]` of *members*, at least one, as JSON.

    It is put together when it is needed, for lists share documents. *encoded* has the contents of each by its id.
    """

    members: Sequence[Document]
    encoded: Mapping[int, str]

    def __len__(self) -> int:
        return 1 + sum(_AROUND + len(self.encoded[id(each)]) + len(encode(each.path)) for each in self.members)

    def __str__(self) -> str:
        texts = (f'{{"contents":{self.encoded[id(each)]},"path":{encode(each.path)}}}' for each in self.members)
        return f"[{','.join(texts)}]"


def kind_of(document: Document) -> _Kind:
    """Return all that matchers look at."""
    contents = document.contents if isinstance(document.contents, Mapping) else {}
    return document.kind, str(contents.get("apiVersion")), str(contents.get("kind"))


def readings(
    sources: Sequence[Document], policies: Sequence[Policy], encoded: Mapping[int, str], most: int = MOST_TOGETHER
) -> Iterator[tuple[tuple[Document, ...], tuple[Policy, ...]]]:
    """Yield lists of documents, in their order, with the policies that are asked about each.

    It is one list of all that any of the policies looks at. Where that has more than *most* characters, each policy
    gets a list of what it looks at itself, and those that look at the same share it. *encoded* is as in ListText.
    """
    kinds = [kind_of(document) for document in sources]
    first = dict(zip(reversed(kinds), reversed(sources), strict=True))
    read = {
        policy.id: frozenset(kind for kind, document in first.items() if policy.looks_at(document))
        for policy in policies
    }
    union = frozenset[_Kind]().union(*read.values())
    shared = [document for kind, document in zip(kinds, sources, strict=True) if kind in union]
    if sum(len(encoded[id(document)]) for document in shared) <= most:
        read = dict.fromkeys(read, union)
    groups: dict[frozenset[_Kind], list[Policy]] = {}
    for policy in policies:
        groups.setdefault(read[policy.id], []).append(policy)
    for wanted, own in groups.items():
        members = tuple(document for kind, document in zip(kinds, sources, strict=True) if kind in wanted)
        yield members, tuple(own)
