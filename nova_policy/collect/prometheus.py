"""Facts about monitoring: alert rules, scrape configurations, dashboards, alert routing."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from nova_policy.collect.alert_routing import alert_routing
from nova_policy.collect.alert_rules import alert_rules
from nova_policy.collect.dashboards import dashboards
from nova_policy.collect.facts import Collected
from nova_policy.collect.files import Files
from nova_policy.collect.monitoring_sources import monitoring_sources
from nova_policy.collect.prometheus_configs import monitor, rule_patterns, scrape_config
from nova_policy.collect.rule_loading import deliveries_of
from nova_policy.collect.yaml_nodes import YamlFile
from nova_policy.collect.yaml_places import NodeLocator
from nova_policy.collect.yaml_source import mapping
from nova_policy.model import Document, InputKind, Json

Kustomization = tuple[str, Mapping[str, Json], Document]


def collect_monitoring(
    files: Files,
    manifests: Mapping[str, Sequence[Document]],
    kustomizations: Sequence[Kustomization],
    facts: Sequence[Document],
) -> Collected:
    """Return the facts of docs/facts/monitoring.md.

    *manifests* are the Kubernetes objects by file, *kustomizations* come from :func:`kustomization_of`, *facts* hold
    the facts ComposeFile, Pipeline and ArgoApplication.
    """
    sources, problems = monitoring_sources(files, manifests)
    deliveries = deliveries_of(manifests, kustomizations, facts)
    configs = [(item, rule_patterns(item.source, files)) for item in sources if item.what == "scrapes"]
    documents: list[Document] = []
    for item in sources:
        if item.what == "rules":
            documents.append(alert_rules(item, configs, deliveries))
        elif item.what == "scrapes":
            documents.append(scrape_config(item, files, deliveries))
        else:
            documents.append(alert_routing(item))
    objects = (document for path in sorted(manifests) for document in manifests[path])
    documents.extend(found for document in objects if (found := monitor(document)) is not None)
    return Collected((*documents, *dashboards(files, manifests)), problems)


def kustomization_of(path: str, file: YamlFile) -> Kustomization | None:
    """Return folder, contents and document of a kustomization file; None when it cannot be read."""
    if not file.documents:
        return None
    parsed = file.documents[0]
    document = Document(path, InputKind.KUSTOMIZATION, parsed.contents, NodeLocator(parsed))
    return posixpath.dirname(path), mapping(parsed.contents), document
