"""The words every room shares: documents, denials, findings and what could not be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say. Documents and facts are made of nothing else."""

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices from a document's root to a value, or to where a missing value belongs."""

FACTS_API_VERSION = "facts.nova-policy.dev/v1"


class Severity(StrEnum):
    """How bad an open finding is, worst first."""

    BLOCKER = "blocker"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the worst, so that sorting puts it first."""
        return list(Severity).index(self)


class InputKind(StrEnum):
    """What kind of input a document is; with a policy's matchers it decides who judges it."""

    KUBERNETES = "kubernetes"
    KUSTOMIZATION = "kustomization"
    WORKFLOW = "workflow"
    ACTION = "action"
    DOCKERFILE = "dockerfile"
    CARGO = "cargo"
    FACT = "fact"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path relative to the scanned root with `/`, line and column from 1."""

    path: str
    line: int
    column: int = 1

    def __post_init__(self) -> None:
        if self.line < 1 or self.column < 1:
            raise ValueError(f"lines and columns count from 1, got {self.line}:{self.column}")

    def to_json(self) -> dict[str, Json]:
        """Return `{"path", "line", "column"}`."""
        return {"path": self.path, "line": self.line, "column": self.column}

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Locator(Protocol):
    """Knows where the values of one document come from."""

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return where a person would fix the value at *path*; further places follow in order of interest.

        Never empty. A path that does not exist leads to the smallest existing block that should hold it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """One input to be judged.

    *path* is the file it was read from (for a rendered object: the base file it originates in), relative to
    the root. *environment* is the name of the rendered environment, None for what is judged as it stands in a file.
    """

    path: str
    kind: InputKind
    contents: Json
    locator: Locator = field(repr=False, compare=False)
    environment: str | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """One deployable Kustomize root, rendered, or a folder of manifests that no kustomization refers to.

    *path* is its folder relative to the root, *name* the shortest unambiguous end of it.
    """

    name: str
    path: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be judged; it makes the run incomplete (exit 4, or *exit_code* when worse).

    *what* and *remedy* name files, keys and limits, never a value from the input.
    """

    code: str
    what: str
    remedy: str
    location: Location | None = None
    exit_code: int = 4

    def __str__(self) -> str:
        where = f" {self.location}:" if self.location else ""
        return f"{self.code}{where} {self.what}; {self.remedy}"

    def to_json(self) -> dict[str, Json]:
        """Return the entry of the report's `not_assessed`."""
        what = f"{self.location}: {self.what}" if self.location else self.what
        return {"what": what, "reason": f"{self.code}: {self.remedy}"}


@dataclass(frozen=True, slots=True)
class Denial:
    """What a policy said about one document: *path* leads from the document's root to the culprit.

    *place* is where the policy itself says that the culprit is, for policies that know lines.
    """

    policy: str
    message: str
    path: KeyPath
    related: tuple[KeyPath, ...] = ()
    place: Location | None = None


@dataclass(frozen=True, slots=True)
class ObjectReference:
    """Which Kubernetes object a finding is about."""

    api_version: str
    kind: str
    namespace: str | None
    name: str

    def to_json(self) -> dict[str, Json]:
        """Return `{"apiVersion", "kind", "namespace", "name"}`."""
        return {"apiVersion": self.api_version, "kind": self.kind, "namespace": self.namespace, "name": self.name}


class Status(StrEnum):
    """Whether a finding still counts."""

    OPEN = "open"
    WAIVED = "waived"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Finding:
    """A denial, located and mapped to the assessment.

    *environments* are the rendered environments that show it, sorted; empty for what is judged as it stands.
    *fingerprint* is stable against lines that move: it is made of policy, file, object and path.
    """

    policy: str
    severity: Severity
    message: str
    location: Location
    related_locations: tuple[Location, ...]
    object: ObjectReference | None
    environments: tuple[str, ...]
    section: str | None
    recommendation: str | None
    capability: str
    status: Status
    fingerprint: str

    def to_json(self) -> dict[str, Json]:
        """Return the finding as the report's contract has it."""
        return {
            "policy": self.policy,
            "severity": self.severity.value,
            "message": self.message,
            "location": self.location.to_json(),
            "related_locations": [place.to_json() for place in self.related_locations],
            "object": self.object.to_json() if self.object else None,
            "environments": list(self.environments),
            "section": self.section,
            "recommendation": self.recommendation,
            "capability": self.capability,
            "status": self.status.value,
            "fingerprint": self.fingerprint,
        }
