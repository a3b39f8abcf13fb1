"""The ledger: every finding of the report, and what settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

Claimed: TypeAlias = "float | Mapping[str, float]"
"""A figure that the report claims, or several by name."""


class ClaimKind(StrEnum):
    """What a claim says, which decides how its verdict follows; policies/assessment/data.yaml explains each."""

    ABSENT = "absent"
    ALL = "all"
    SOME = "some"
    PRESENT = "present"
    QUANTITY = "quantity"
    ARITHMETIC = "arithmetic"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Where facts show what a claim says is missing: items at *at* (field names, through lists) of facts of a kind.

    An item counts when, for each field of *where*, its value, or one of its values, is among those given.
    """

    fact: str
    at: tuple[str, ...]
    where: Mapping[str, tuple[str | bool, ...]]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Exhibit:
        """Read `{fact, at, where}`; `at` is dotted and may be absent, which means the fact itself."""
        where = {name: tuple(wanted) for name, wanted in value.get("where", {}).items()}
        return cls(value["fact"], tuple(name for name in value.get("at", "").split(".") if name), where)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One finding of the report.

    Exactly one of *decided_by*, *measured_as* (with *claimed*) and *undecidable_reason* is given. *places* are the path
    prefixes that the claim names; *instead* tells where to look for what it says is missing; *otherwise* says why a
    flaw that is not found proves nothing; *nearest* is the policy that comes closest where nothing decides.
    """

    slug: str
    claim: str
    section: str
    recommendation: str | None
    capability: str
    lines: tuple[int, ...]
    claim_kind: ClaimKind
    places: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    measured_as: str | None = None
    claimed: Claimed | None = None
    caveat: str | None = None
    instead: tuple[Exhibit, ...] = ()
    otherwise: str | None = None
    undecidable_reason: str | None = None
    nearest: str | None = None

    @property
    def policies(self) -> tuple[str, ...]:
        """All policies whose denials tell that the finding's work is not done."""
        return (*self.decided_by, *self.see_also, *((self.nearest,) if self.nearest else ()))

    @property
    def answer(self) -> str:
        """How the finding is settled, in one line."""
        if self.decided_by:
            return f"decided by {', '.join(self.decided_by)}"
        if self.measured_as:
            return f"measured as {self.measured_as}"
        nearest = f" (nearest: {self.nearest})" if self.nearest else ""
        return f"undecidable: {self.undecidable_reason}{nearest}"

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> LedgerEntry:
        """Read an entry of `findings`."""
        undecidable = value.get("undecidable") or {}
        return cls(
            slug=value["slug"],
            claim=value["claim"],
            section=value["section"],
            recommendation=value["recommendation"],
            capability=value["capability"],
            lines=tuple(value["lines"]),
            claim_kind=ClaimKind(value["claim_kind"]),
            places=tuple(value.get("places", ())),
            decided_by=tuple(value.get("decided_by", ())),
            see_also=tuple(value.get("see_also", ())),
            measured_as=value.get("measured_as"),
            claimed=value.get("claimed"),
            caveat=value.get("caveat"),
            instead=tuple(map(Exhibit.from_json, value.get("instead", ()))),
            otherwise=value.get("otherwise"),
            undecidable_reason=undecidable.get("reason"),
            nearest=undecidable.get("nearest"),
        )


@dataclass(frozen=True, slots=True)
class ObservedPolicy:
    """A policy for something that the report missed."""

    policy: str
    concern: str
    capability: str

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ObservedPolicy:
        """Read `{policy, concern, capability}`."""
        return cls(value["policy"], value["concern"], value["capability"])


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that we can measure; *definition* says of what and how."""

    id: str
    unit: str
    definition: str

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Metric:
        """Read `{id, unit, definition}`."""
        return cls(value["id"], value["unit"], value["definition"])


@dataclass(frozen=True, slots=True)
class SuccessMetric:
    """A row of section 12. *measured_by* is the id of a metric, or None with the *reason* why nothing measures it."""

    metric: str
    current: str
    target: str
    timeline: str
    line: int
    measured_by: str | None
    reason: str | None

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SuccessMetric:
        """Read an entry of `success_metrics`."""
        return cls(
            metric=value["metric"],
            current=value["current"],
            target=value["target"],
            timeline=value["timeline"],
            line=value["line"],
            measured_by=value["measured_by"],
            reason=value.get("reason"),
        )
