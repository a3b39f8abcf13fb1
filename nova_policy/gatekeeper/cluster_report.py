"""An audit of a cluster as a report: the same findings, hours and score, about objects instead of files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.mapping import findings_from
from nova_policy.assess.report import Report, build_report
from nova_policy.bundle.load import Contents
from nova_policy.collect.project import Project
from nova_policy.config import Configuration
from nova_policy.engines.judge import Judgement, PlacedDenial
from nova_policy.gatekeeper.audit import Audit, Violation
from nova_policy.model import Document, InputKind, Json, KeyPath, Location

ENGINE = "gatekeeper"


@dataclass(frozen=True, slots=True)
class _InCluster:
    """Locates everything at the object: a cluster knows no files."""

    location: Location

    def locate(self, _path: KeyPath) -> tuple[Location, ...]:
        """Return the object's place."""
        return (self.location,)


def cluster_report(audit: Audit, contents: Contents) -> Report:
    """Map an audit to the assessment. The assessment's claims speak of a repository: a cluster decides none."""
    placed = tuple(_placed(violation) for violation in audit.violations)
    documents = tuple({document.path: document for document in (item.document for item in placed)}.values())
    known = contents.catalogue
    report = build_report(
        findings=findings_from(placed, known),
        judgement=Judgement(
            denials=placed,
            applied=audit.audited,
            not_applicable=tuple(sorted(set(known.policies) - audit.audited)),
            problems=audit.problems,
            pairs=len(placed),
        ),
        project=Project(documents, documents, environments=(), problems=()),
        catalogue=known,
        assessment=Assessment.from_json(contents.data["assessment"]),
        engine_name=ENGINE,
        bundle_revision=contents.revision,
        problems=audit.problems,
        configuration=Configuration(),
    )
    return replace(report, claims=())


def _placed(violation: Violation) -> PlacedDenial:
    about = violation.object
    path = "/".join(("cluster", about.namespace or "-", about.kind, about.name))
    metadata: dict[str, Json] = {"name": about.name, "namespace": about.namespace}
    contents: dict[str, Json] = {"apiVersion": about.api_version, "kind": about.kind, "metadata": metadata}
    document = Document(path, InputKind.KUBERNETES, contents, _InCluster(Location(path, 1)))
    return PlacedDenial(violation.denial, document)
