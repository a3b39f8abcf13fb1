from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from nova_policy.collect.repository import collect_repository
from nova_policy.collect.workflows import collect_pipelines
from tests.collect.file_trees import contents_of, files_of, line_of, manifests_of

RULES = """\
groups:
- name: services
  rules:
  - record: job:errors
    expr: sum(http_errors_total) by (job)
  - alert: HighErrorRate
    expr: |
      job:errors
        / sum(http_requests_total{status=~"5.."}) > 0.05
    for: 5m
    labels: {severity: Critical}
- name: pods
  rules:
  - alert: ApiRestarts
    expr: rate(kube_pod_container_status_restarts_total{pod=~"api-.*"}[1h]) > 0
"""
PROMETHEUS = """\
rule_files:
- rules/*.yml
- /etc/prometheus/rules/*.yml
scrape_configs:
- job_name: api
  static_configs:
  - targets: ['api:8080', 'localhost:9090', 'https://host.example/x', '[::1]:9100']
- job_name: pods
  kubernetes_sd_configs: [{role: pod}]
alerting:
  alertmanagers:
  - static_configs: [{targets: ['alertmanager:9093']}]
"""


def facts_of(tree: Mapping[str, str], kind: str) -> list[Any]:
    files = files_of(tree)
    collected = collect_repository(files, manifests_of(files), collect_pipelines(files).documents)
    facts = [contents_of(document) for document in collected.documents]
    return [fact for fact in facts if fact["kind"] == kind]


def loaded(fact: Any, field: str = "loaded_by") -> list[tuple[str, str, int]]:
    return [(item["how"], item["at"]["path"], line_of(item)) for item in fact[field]]


def test_rules_of_a_file_are_described() -> None:
    (fact,) = facts_of({"rules.yml": RULES}, "AlertRules")
    assert (fact["source"], fact["object"], fact["loaded_by"]) == ("file", None, [])
    assert [(item["name"], line_of(item)) for item in fact["groups"]] == [("services", 2), ("pods", 12)]
    assert [(item["record"], item["metrics"], line_of(item)) for item in fact["records"]] == [
        ("job:errors", ["http_errors_total"], 4)
    ]
    first, second = fact["rules"]
    assert (first["alert"], first["severity"], first["for"], first["group"], line_of(first)) == (
        "HighErrorRate",
        "critical",
        "5m",
        "services",
        6,
    )
    assert (first["metrics"], first["threshold"]) == (["http_errors_total", "http_requests_total"], 0.05)
    assert first["selectors"] == [
        {"metric": "http_requests_total", "label": "status", "operator": "=~", "value": "5.."}
    ]
    assert (first["topics"], first["general"], first["parses"]) == (["error_rate"], True, True)
    assert (second["topics"], second["general"], second["severity"], second["for"]) == (
        ["crash_loop"],
        False,
        None,
        None,
    )


def test_rules_of_grafana_are_read_like_those_of_prometheus() -> None:
    (fact,) = facts_of(
        {
            "provisioning/alerting/cart.yml": """\
                apiVersion: 1
                groups:
                - name: shop
                  rules:
                  - title: CartMemory
                    data:
                    - {refId: A, model: {expr: container_memory_working_set_bytes}}
                    - {refId: B, datasourceUid: __expr__, model: {type: threshold, expression: A}}
                    labels: {severity: critical}
                  - title: Silent
                    data: []
                """
        },
        "AlertRules",
    )
    (rule,) = fact["rules"]
    assert (rule["alert"], rule["severity"], rule["metrics"]) == (
        "CartMemory",
        "critical",
        ["container_memory_working_set_bytes"],
    )
    assert loaded(fact) == [("grafana", "provisioning/alerting/cart.yml", 1)]


def test_a_configuration_beside_its_rules_loads_them() -> None:
    tree = {"mon/prometheus.yml": PROMETHEUS, "mon/rules/a.yml": RULES, "other/a.yml": RULES}
    near, far = facts_of(tree, "AlertRules")
    assert loaded(near) == [("rule_files", "mon/prometheus.yml", 2)]
    assert loaded(far) == []


def compose(*volumes: str) -> str:
    lines = "".join(f"    - {volume}\n" for volume in volumes)
    return f"services:\n  prometheus:\n    image: prom/prometheus\n    volumes:\n{lines}"


@pytest.mark.parametrize(
    ("volumes", "expected"),
    [
        (("./p.yml:/etc/prometheus/prometheus.yml", "./alerts:/etc/prometheus/rules"), [("compose", "compose.yml", 6)]),
        (
            ("./p.yml:/etc/prometheus/prometheus.yml", "./alerts/a.yml:/etc/prometheus/rules/x.yml"),
            [("compose", "compose.yml", 6)],
        ),
        (("./p.yml:/etc/prometheus/prometheus.yml", "./alerts:/etc/elsewhere"), []),
        (("./gone.yml:/etc/prometheus/prometheus.yml", "./alerts:/etc/prometheus/rules"), []),
        (("./alerts:/etc/prometheus/rules",), []),
    ],
)
def test_a_volume_loads_rules_where_the_configuration_looks(volumes: tuple[str, ...], expected: list[Any]) -> None:
    (fact,) = facts_of({"compose.yml": compose(*volumes), "p.yml": PROMETHEUS, "alerts/a.yml": RULES}, "AlertRules")
    assert loaded(fact) == expected


def indented(text: str, indent: int) -> str:
    return "".join(" " * indent + line + "\n" if line else "\n" for line in text.splitlines())


def configmap(name: str, key: str, text: str) -> str:
    head = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: mon}}\ndata:\n  {key}: |\n"
    return head + indented(text, 4)


def deployment(rules: str) -> str:
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: prometheus, namespace: mon}}
spec:
  template:
    spec:
      containers:
      - name: prometheus
        volumeMounts:
        - {{name: config, mountPath: /etc/prometheus}}
        - {{name: rules, mountPath: {rules}}}
      volumes:
      - {{name: config, configMap: {{name: config}}}}
      - {{name: rules, configMap: {{name: rules}}}}
"""


@pytest.mark.parametrize(
    ("folder", "expected"), [("/etc/prometheus/rules", [("mount", "mon.yaml", 15)]), ("/etc/elsewhere", [])]
)
def test_a_mounted_configmap_loads_its_rules(folder: str, expected: list[Any]) -> None:
    tree = {
        "config.yaml": configmap("config", "prometheus.yml", PROMETHEUS),
        "rules.yaml": configmap("rules", "a.yml", RULES),
        "mon.yaml": "---\n" + deployment(folder),
    }
    (fact,) = facts_of(tree, "AlertRules")
    assert (fact["source"], fact["object"]) == (
        "ConfigMap",
        {"kind": "ConfigMap", "name": "rules", "namespace": "mon", "key": "a.yml"},
    )
    assert loaded(fact) == expected
    assert [line_of(rule) for rule in fact["rules"]] == [11, 19]
    assert fact["rules"][0]["at"]["column"] == 9


def test_a_prometheus_rule_is_loaded_by_who_applies_it() -> None:
    rule = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: r}\nspec:\n" + indented(
        RULES, 2
    )
    tree = {
        "k8s/rule.yaml": rule,
        "k8s/kustomization.yaml": "resources:\n- rule.yaml\n",
        "lone/rule.yaml": rule,
        ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    steps:\n    - run: kubectl apply -f lone/\n",
    }
    first, second = facts_of(tree, "AlertRules")
    assert (first["source"], loaded(first)) == ("PrometheusRule", [("kustomization", "k8s/kustomization.yaml", 2)])
    assert loaded(second) == [("workflow", ".github/workflows/a.yml", 5)]
    assert [line_of(item) for item in first["rules"]] == [10, 18]


def test_a_scrape_configuration_is_described() -> None:
    tree = {"p.yml": PROMETHEUS, "rules/a.yml": RULES, "compose.yml": compose("./p.yml:/etc/prometheus/prometheus.yml")}
    (fact,) = facts_of(tree, "ScrapeConfig")
    api, pods = fact["jobs"]
    assert [(item["host"], item["port"], item["local"]) for item in api["targets"]] == [
        ("api", 8080, False),
        ("localhost", 9090, True),
        ("host.example", None, False),
        ("::1", 9100, True),
    ]
    assert (pods["discovery"], pods["targets"], line_of(pods)) == (["kubernetes"], [], 8)
    assert [(item["pattern"], item["matches"]) for item in fact["rule_files"]] == [
        ("rules/*.yml", ["rules/a.yml"]),
        ("/etc/prometheus/rules/*.yml", []),
    ]
    assert [(item["host"], item["port"]) for item in fact["alertmanagers"]] == [("alertmanager", 9093)]
    assert loaded(fact, "deployed_by") == [("compose", "compose.yml", 5)]


def test_monitors_are_scrape_configurations() -> None:
    text = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m, namespace: x}\nspec: {}\n"
    (fact,) = facts_of({"m.yaml": text}, "ScrapeConfig")
    assert (fact["source"], fact["jobs"][0]["name"], fact["jobs"][0]["discovery"]) == (
        "ServiceMonitor",
        "m",
        ["kubernetes"],
    )


def test_dashboards_show_metrics() -> None:
    target = '{"expr": "rate(a_total{x=\\"$x\\"}[$__rate_interval])"}'
    board = f'{{"dashboard": {{"title": "Pools", "panels": [{{"targets": [{target}]}}]}}}}'
    tree = {
        "grafana/a.json": board,
        "grafana/broken.json": '{"panels": [{"targets"',
        "grafana/other.json": '{"panels": 1, "targets": 2}',
        "cm.yaml": configmap("boards", "b.json", '{"title": "In a map", "panels": []}'),
    }
    (fact,) = facts_of(tree, "Dashboards")
    assert [(item["title"], item["panels"], item["metrics"], line_of(item)) for item in fact["dashboards"]] == [
        ("In a map", 0, [], 5),
        ("Pools", 1, ["a_total"], 1),
    ]
    assert facts_of({"a.json": "{}"}, "Dashboards") == []


def test_routing_tells_receivers_and_secrets_by_name() -> None:
    text = """\
        route: {receiver: team}
        receivers:
        - name: team
          slack_configs:
          - api_url: https://hooks.example.net/services/change-me
            channel: '#alerts'
        - name: nobody
        - name: fake
          webhook_configs: [{url: 'https://example.com/hook'}]
        - name: pager
          pagerduty_configs: [{service_key: '${PAGER_KEY}'}]
        """
    (fact,) = facts_of({"alertmanager.yml": text}, "AlertRouting")
    assert fact["default_receiver"] == "team"
    assert [(item["name"], item["integrations"], item["placeholder"]) for item in fact["receivers"]] == [
        ("team", ["slack"], False),
        ("nobody", [], True),
        ("fake", ["webhook"], True),
        ("pager", ["pagerduty"], False),
    ]
    assert [(item["name"], line_of(item)) for item in fact["secrets"]] == []
    assert "change-me" not in str(fact)


@pytest.mark.parametrize(
    ("general", "receiver", "expected"),
    [
        ("{}", "slack_configs: [{channel: '#x'}]", ["slack"]),
        ("{slack_api_url: ''}", "slack_configs: [{channel: '#x'}]", ["slack"]),
        ("{slack_api_url: ''}", "slack_configs: [{api_url: ''}]", ["slack"]),
        ("{}", "slack_configs: [{api_url: '${HOOK}'}, {channel: '#x'}]", ["slack"]),
        (
            "{}",
            "webhook_configs: [{send_resolved: true}]\n  pagerduty_configs: [{service_key: null}]",
            ["pagerduty", "webhook"],
        ),
        ("{}", "opsgenie_configs: [{priority: P1}]", ["opsgenie"]),
        ("{slack_api_url: '${HOOK}'}", "slack_configs: [{channel: '#x'}]", []),
        ("{slack_api_url_file: /run/secrets/hook}", "slack_configs: [{channel: '#x'}]", []),
        ("{}", "slack_configs: [{api_url_file: /run/secrets/hook}]", []),
        ("{}", "webhook_configs: [{url: 'http://hooks:8080'}]", []),
        ("{opsgenie_api_key: '${KEY}'}", "opsgenie_configs: [{priority: P1}]", []),
        ("{}", "email_configs: [{to: x@example.com}]", []),
        ("{}", "slack_configs: []", []),
        ("5", "slack_configs: 5", ["slack"]),
    ],
)
def test_receivers_without_an_address_are_told(general: str, receiver: str, expected: list[str]) -> None:
    text = f"global: {general}\nroute: {{receiver: x}}\nreceivers:\n- name: x\n  {receiver}\n"
    (fact,) = facts_of({"alertmanager.yml": text}, "AlertRouting")
    assert [item["unaddressed"] for item in fact["receivers"]] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "groups: []",
        "groups: [{rules: [1, {alert: 5, expr: 7}]}]",
        "groups: {a: b}",
        "scrape_configs: 5",
        "groups:\n- [",
        "receivers: []\nroute: {}",
    ],
)
def test_odd_shapes_are_survived(text: str) -> None:
    facts_of({"x.yml": text}, "AlertRules")


def test_equal_input_gives_equal_facts() -> None:
    tree = {"mon/prometheus.yml": PROMETHEUS, "mon/rules/a.yml": RULES, "compose.yml": compose("./mon:/x")}
    assert facts_of(tree, "AlertRules") == facts_of(dict(reversed(tree.items())), "AlertRules")
