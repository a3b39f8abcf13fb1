"""What the policies say about themselves: their METADATA and parameters, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nova_policy.model import FACTS_API_VERSION, Document, InputKind, Json, Severity

CROSS_DOCUMENT_ROOMS = ("environment", "project")
_FACT_GROUP = FACTS_API_VERSION.partition("/")[0]
_CONFTEST_INPUTS = {InputKind.WORKFLOW, InputKind.ACTION, InputKind.DOCKERFILE, InputKind.CARGO}


@dataclass(frozen=True, slots=True)
class Matcher:
    """Which documents a policy is asked about: objects by API group and kind, or a kind of file."""

    api_groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    input: str | None = None

    def matches(self, document: Document) -> bool:
        """Tell whether the document is of a kind that this matcher names."""
        if self.input is not None:
            return document.kind is InputKind(self.input)
        if document.kind in _CONFTEST_INPUTS or not isinstance(document.contents, Mapping):
            return False
        kind = document.contents.get("kind")
        group, slash, _ = str(document.contents.get("apiVersion", "")).partition("/")
        if group == _FACT_GROUP and group not in self.api_groups:
            return False
        return _covers(self.kinds, kind) and _covers(self.api_groups, group if slash else "")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Matcher:
        """Read `{apiGroups, kinds}` or `{input}`."""
        return cls(tuple(value.get("apiGroups", ())), tuple(value.get("kinds", ())), value.get("input"))


_FACTS = Matcher(api_groups=(_FACT_GROUP,), kinds=("*",))


def _covers(names: tuple[str, ...], name: object) -> bool:
    return name in names or "*" in names


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy's METADATA. *estimate* is our own figure in hours, where the report has none.

    *reads* names what a policy of room `project` looks up besides facts and what its *matchers* name.
    """

    id: str
    title: str
    description: str
    severity: Severity
    section: str | None
    recommendation: str | None
    capability: str
    origin: str
    remediation: str
    matchers: tuple[Matcher, ...]
    parameters: tuple[str, ...]
    related_resources: tuple[str, ...]
    estimate_hours: float | None = None
    estimate_reason: str | None = None
    reads: tuple[Matcher, ...] = ()

    @property
    def room(self) -> str:
        """The first half of the identity: what kind of input the policy judges."""
        return self.id.partition("/")[0]

    @property
    def is_cross_document(self) -> bool:
        """Whether the policy judges a list of documents at once."""
        return self.room in CROSS_DOCUMENT_ROOMS

    @property
    def is_fact_policy(self) -> bool:
        """Whether the policy judges facts, which only our collectors make."""
        return any(_FACT_GROUP in matcher.api_groups for matcher in self.matchers)

    def applies_to(self, document: Document) -> bool:
        """Tell whether one of the policy's matchers names this document's kind."""
        return any(matcher.matches(document) for matcher in self.matchers)

    def looks_at(self, document: Document) -> bool:
        """Tell whether the policy, one of room `project`, needs this document in its list: a fact, or what it names."""
        return any(matcher.matches(document) for matcher in (_FACTS, *self.matchers, *self.reads))

    @classmethod
    def from_json(cls, identity: str, value: Mapping[str, Any]) -> Policy:
        """Read a catalogue entry as :func:`entry` wrote it."""
        estimate = value.get("estimate") or {}
        return cls(
            id=identity,
            title=value["title"],
            description=value["description"],
            severity=Severity(value["severity"]),
            section=value["section"],
            recommendation=value["recommendation"],
            capability=value["capability"],
            origin=value["origin"],
            remediation=value["remediation"],
            matchers=tuple(Matcher.from_json(item) for item in value["matchers"]),
            parameters=tuple(value["parameters"]),
            related_resources=tuple(value["related_resources"]),
            estimate_hours=estimate.get("hours"),
            estimate_reason=estimate.get("reason"),
            reads=tuple(Matcher.from_json(item) for item in value.get("reads", ())),
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """One threshold or allow-list of package lib.parameters. *type* is a JSON Schema type name."""

    name: str
    title: str
    type: str
    unit: str | None
    origin: str
    default: Json

    @classmethod
    def from_json(cls, name: str, value: Mapping[str, Any]) -> Parameter:
        """Read a catalogue entry."""
        return cls(name, value["title"], value["type"], value.get("unit"), value["origin"], value["default"])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All policies and parameters of a bundle, ordered by name."""

    policies: Mapping[str, Policy]
    parameters: Mapping[str, Parameter]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Catalogue:
        """Read `{"policies": {id: entry}, "parameters": {name: entry}}`."""
        policies = {key: Policy.from_json(key, item) for key, item in sorted(value["policies"].items())}
        parameters = {key: Parameter.from_json(key, item) for key, item in sorted(value["parameters"].items())}
        return cls(policies, parameters)


def entry(annotations: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a policy package's METADATA into its catalogue entry: `custom` flattened, links as strings."""
    links = [item["ref"] for item in annotations["related_resources"]]
    texts = {key: " ".join(annotations[key].split()) for key in ("title", "description")}
    custom = dict(annotations["custom"])
    custom["remediation"] = " ".join(custom["remediation"].split())
    return {**texts, "related_resources": links, **custom}
