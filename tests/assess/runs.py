"""Small runs for tests: documents, policies and denials put together as a run has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.assess.claims import Grounds
from nova_policy.assess.mapping import findings_from
from nova_policy.assess.measurement import Measurement
from nova_policy.bundle.catalogue import Catalogue, Matcher, Policy
from nova_policy.collect.project import Project
from nova_policy.engines.judge import Judgement, PlacedDenial
from nova_policy.model import Denial, Document, Environment, InputKind, Json, KeyPath, Location, Severity


@dataclass(frozen=True, slots=True)
class Fixed:
    """A locator with one answer."""

    place: Location

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        return (self.place,)


def manifest(path: str, kind: str = "Thing", name: str = "a", line: int = 1, /, **contents: Json) -> Document:
    """Make an object of *kind* that stands in *path* at *line*."""
    value: dict[str, Json] = {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **contents}
    return Document(path, InputKind.KUBERNETES, value, Fixed(Location(path, line)))


def policy(identity: str, *kinds: str, groups: Sequence[str] = ("",)) -> Policy:
    """Make a policy that judges *kinds*, by default `Thing`."""
    return Policy(
        id=identity,
        title="Things are well",
        description="Looks at things.",
        severity=Severity.LOW,
        section="1",
        recommendation="P1-1",
        capability="building",
        origin="report",
        remediation="Mend it.",
        matchers=(Matcher(tuple(groups), kinds or ("Thing",)),),
        parameters=(),
        related_resources=(),
    )


def denial(name: str, document: Document, /, *path: str | int, related: Iterable[Document] = ()) -> PlacedDenial:
    """Deny *document*; *related* documents are named beside."""
    others = tuple((other, ()) for other in related)
    return PlacedDenial(Denial(name, "It is wrong", path), document, others, document.environment)


def judgement(
    applied: Iterable[str], denials: Iterable[PlacedDenial] = (), unanswered: Iterable[str] = ()
) -> Judgement:
    """Make the account of a run in which *applied* policies had something to judge."""
    return Judgement(tuple(denials), frozenset(applied), (), (), 0, frozenset(unanswered))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of *policies*, all of which are asked unless *applied* says otherwise, on *documents* as they stand."""

    policies: Sequence[Policy]
    documents: Sequence[Document] = ()
    denials: Sequence[PlacedDenial] = ()
    applied: Sequence[str] | None = None
    unanswered: Sequence[str] = ()
    environments: Sequence[Environment] = ()
    measured: Mapping[str, Sequence[Measurement]] = field(default_factory=dict)

    @property
    def grounds(self) -> Grounds:
        """What verdicts on claims rest on."""
        catalogue = Catalogue({item.id: item for item in self.policies}, {})
        names = [item.id for item in self.policies] if self.applied is None else self.applied
        documents = tuple(self.documents)
        return Grounds(
            findings=findings_from(self.denials, catalogue),
            judgement=judgement(names, self.denials, self.unanswered),
            project=Project(documents, documents, tuple(self.environments), ()),
            catalogue=catalogue,
            measured=self.measured,
        )
