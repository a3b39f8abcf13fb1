"""What a report is about: which tool looked at how much, and which assessment it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nova_policy.assess.assessment import Assessment
from nova_policy.collect.project import Project
from nova_policy.config import Configuration
from nova_policy.model import Json


@dataclass(frozen=True, slots=True)
class Tool:
    """Who judged, and by which policies."""

    version: str
    engine: str
    bundle_revision: str

    def to_json(self) -> dict[str, Json]:
        """Return `{"version", "engine", "bundle_revision"}`."""
        return {"version": self.version, "engine": self.engine, "bundle_revision": self.bundle_revision}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Tool:
        """Read what :meth:`to_json` wrote."""
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Subject:
    """The assessment: its headings by section, the score it states and the one that follows from its figures."""

    title: str
    project: str
    date: str
    sections: Mapping[str, str]
    stated: float
    average: float
    target: float

    @classmethod
    def of(cls, assessment: Assessment) -> Subject:
        """Take over what formats need from the assessment; the average to hundredths."""
        return cls(
            title=assessment.title,
            project=assessment.project,
            date=assessment.date,
            sections={section.id: section.title for section in assessment.sections},
            stated=assessment.stated.average.value,
            average=round(assessment.average_score, 2),
            target=assessment.stated.target.value,
        )

    def to_json(self) -> dict[str, Json]:
        """Return the report's `assessment`."""
        return {
            "title": self.title,
            "project": self.project,
            "date": self.date,
            "sections": dict(self.sections),
            "stated": self.stated,
            "average": self.average,
            "target": self.target,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Subject:
        """Read what :meth:`to_json` wrote."""
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Scope:
    """What was looked at: counts of documents judged one by one, (document, policy) pairs, policies, files.

    *exclude*, *parameters* (names) and *ignored_keys* say what the configuration changed, and what it may not.
    """

    documents: int
    pairs: int
    policies: int
    environments: tuple[str, ...]
    files: int
    ignored_keys: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()

    @classmethod
    def of(cls, project: Project, pairs: int, policies: int, configuration: Configuration) -> Scope:
        """Count what was collected and judged."""
        names = {document.environment for document in project.documents if document.environment}
        return cls(
            documents=len(project.documents),
            pairs=pairs,
            policies=policies,
            environments=tuple(sorted(names)),
            files=project.files,
            ignored_keys=configuration.ignored_keys,
            exclude=configuration.exclude,
            parameters=tuple(sorted(configuration.parameters)),
        )

    def counts_to_json(self) -> dict[str, Json]:
        """Return the part of the report's `summary` that says how much was looked at."""
        return {
            "documents": self.documents,
            "pairs": self.pairs,
            "policies": self.policies,
            "files": self.files,
            "environments": list(self.environments),
        }

    def configuration_to_json(self) -> dict[str, Json]:
        """Return the report's `configuration`."""
        return {
            "exclude": list(self.exclude),
            "parameters": list(self.parameters),
            "ignored_keys": list(self.ignored_keys),
        }

    @classmethod
    def from_json(cls, summary: Mapping[str, Any], configuration: Mapping[str, Any]) -> Scope:
        """Read the two parts of a report that say what was looked at."""
        values: dict[str, Any] = {name: summary[name] for name in ("documents", "pairs", "policies", "files")}
        values |= {name: tuple(value) for name, value in configuration.items()}
        return cls(**values, environments=tuple(summary["environments"]))
