"""The fact AlertRules: alerts, what they watch, and who loads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from nova_policy.collect.alert_topics import is_general, topics_of
from nova_policy.collect.facts import fact, place
from nova_policy.collect.monitoring_sources import MonitoringSource
from nova_policy.collect.prometheus_configs import RulePattern
from nova_policy.collect.promql import Matcher, read_expression
from nova_policy.collect.rule_loading import Deliveries, Loaded
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json, KeyPath

_VALUE_LENGTH = 200


def alert_rules(
    item: MonitoringSource,
    configs: Sequence[tuple[MonitoringSource, tuple[RulePattern, ...]]],
    deliveries: Deliveries,
) -> Document:
    """Describe one source of rules; *configs* are the Prometheus configurations with their rule patterns."""
    source = item.source
    spec = mapping(source.contents.get("spec")) if item.prefix else source.contents
    recorded = dict(_recorded(spec))
    groups: list[Json] = []
    rules: list[Json] = []
    records: list[Json] = []
    for index, entry in enumerate(items(spec.get("groups"))):
        group = mapping(entry)
        path: KeyPath = (*item.prefix, "groups", index)
        groups.append(place(source.at(path), name=scalar(group.get("name"))))
        for number, rule in enumerate(items(group.get("rules"))):
            at = source.at((*path, "rules", number))
            written = _from_grafana(mapping(rule)) or mapping(rule)
            if "alert" in written:
                rules.append(place(at, **_alert(written, scalar(group.get("name")), recorded)))
            elif "record" in mapping(rule):
                name = scalar(mapping(rule).get("record"))
                records.append(place(at, record=name, metrics=[*recorded.get(name, ())]))
    return fact(
        "AlertRules",
        item.name,
        item.at,
        source=item.how,
        object=item.object.to_json() if item.object else None,
        groups=groups,
        rules=rules,
        records=records,
        loaded_by=[place(loaded.at, how=loaded.how) for loaded in dict.fromkeys(_loaded_by(item, configs, deliveries))],
    )


def _from_grafana(rule: Mapping[str, Json]) -> Mapping[str, Json] | None:
    """Return a rule that Grafana is provisioned with as Prometheus would have it; None for one that is none."""
    queries = [mapping(mapping(query).get("model")) for query in items(rule.get("data"))]
    expressions = [scalar(query["expr"]) for query in queries if "expr" in query]
    if "title" not in rule or not expressions:
        return None
    return {"alert": rule["title"], "expr": expressions[0], "for": rule.get("for"), "labels": rule.get("labels")}


def _recorded(spec: Mapping[str, Json]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in items(spec.get("groups")):
        for rule in items(mapping(group).get("rules")):
            if "record" in mapping(rule):
                expression = read_expression(scalar(mapping(rule).get("expr")))
                yield scalar(mapping(rule).get("record")), expression.metrics


def _alert(rule: Mapping[str, Json], group: str, recorded: Mapping[str, tuple[str, ...]]) -> dict[str, Json]:
    expression = read_expression(scalar(rule.get("expr")))
    metrics = sorted({name for metric in expression.metrics for name in recorded.get(metric, (metric,))})
    name = scalar(rule.get("alert"))
    severity = scalar(mapping(rule.get("labels")).get("severity")).lower()
    return {
        "alert": name,
        "group": group,
        "severity": severity or None,
        "for": scalar(rule.get("for")) or None,
        "metrics": [*metrics],
        "selectors": [_selector(matcher) for matcher in expression.matchers],
        "general": is_general(expression.matchers),
        "topics": [*topics_of(name, expression)],
        "threshold": expression.threshold,
        "parses": expression.parses,
    }


def _selector(matcher: Matcher) -> Json:
    value = matcher.value[:_VALUE_LENGTH]
    return {"metric": matcher.metric, "label": matcher.label, "operator": matcher.operator, "value": value}


def _loaded_by(
    item: MonitoringSource,
    configs: Sequence[tuple[MonitoringSource, tuple[RulePattern, ...]]],
    deliveries: Deliveries,
) -> Iterator[Loaded]:
    if item.how == "PrometheusRule":
        yield from deliveries.appliers(item.source.path)
        return
    if "apiVersion" in item.source.contents:
        # Prometheus knows no such field: Grafana reads the file from its folder of provisioning.
        yield Loaded("grafana", item.at)
        return
    for config, patterns in configs:
        for pattern in patterns:
            if item.how == "file" and item.source.path in pattern.matches:
                yield Loaded("rule_files", pattern.at)
        if item.how == "file":
            yield from _by_compose(item, config, patterns, deliveries)
        else:
            yield from _by_mount(item, config, patterns, deliveries)
    if item.how == "file":
        yield from deliveries.appliers(item.source.path)


def _by_compose(
    item: MonitoringSource, config: MonitoringSource, patterns: Sequence[RulePattern], deliveries: Deliveries
) -> Iterator[Loaded]:
    """Yield the volumes that put a rule file where a configuration of the same service looks for it."""
    for mount in deliveries.compose:
        if not mount.covers(item.source.path):
            continue
        beside = [other for other in deliveries.compose if other.service == mount.service]
        if any(other.covers(config.source.path) for other in beside) and config.object is None:
            inside = mount.inside(item.source.path)
            if any(fnmatchcase(inside, pattern.pattern) for pattern in patterns):
                yield Loaded("compose", mount.at)


def _by_mount(
    item: MonitoringSource, config: MonitoringSource, patterns: Sequence[RulePattern], deliveries: Deliveries
) -> Iterator[Loaded]:
    """Yield the mounts of a ConfigMap in a workload that also mounts a configuration which looks there."""
    if item.object is None or config.object is None:
        return
    for mount in deliveries.mounts:
        if not mount.is_of(item.object):
            continue
        beside = [other for other in deliveries.mounts if other.workload == mount.workload]
        inside = mount.inside(item.object.key or "")
        reads = any(other.is_of(config.object) for other in beside)
        if reads and inside is not None and any(fnmatchcase(inside, pattern.pattern) for pattern in patterns):
            yield Loaded("mount", mount.at)
