from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.alert_topics import is_general, topics_of
from nova_policy.collect.promql import Matcher, read_expression, tokenize


@pytest.mark.parametrize(
    ("expression", "metrics"),
    [
        ("up == 0", ["up"]),
        ('rate(http_requests_total{status=~"5.."}[5m]) > 0.05', ["http_requests_total"]),
        ("sum by (job, instance) (rate(a_total[5m])) / sum(b_total) by (job)", ["a_total", "b_total"]),
        ("a and on(x, y) group_left(z) b unless c", ["a", "b", "c"]),
        ("histogram_quantile(0.99, sum(rate(x_bucket[5m])) by (le)) > 1", ["x_bucket"]),
        ('{__name__="m", job="x"}', ["m"]),
        ('{"quoted.name", a="b"}', ["quoted.name"]),
        ("job:requests:rate5m offset 5m", ["job:requests:rate5m"]),
        ("x[5m:1m] @ end()", ["x"]),
        ("time() - created_seconds > 86400", ["created_seconds"]),
        ('a{x="b{c}", y=\'d"\'} # e\n + f', ["a", "f"]),
        ("rate(x[5m]) > bool 1e3", ["x"]),
        ("1 + 2", []),
        ("predict_linear(node_filesystem_free_bytes[1h], 4 * 3600) < 0", ["node_filesystem_free_bytes"]),
        ('absent(up{job="a"}) or vector(0)', ["up"]),
        ("-x", ["x"]),
    ],
)
def test_metrics_of_an_expression(expression: str, metrics: list[str]) -> None:
    found = read_expression(expression)
    assert list(found.metrics) == metrics
    assert found.parses


@pytest.mark.parametrize(
    ("expression", "threshold"),
    [
        ("x > 0.5", 0.5),
        ("x > -1", -1.0),
        ("0.5 < x", 0.5),
        ("(x / y) >= 1e-3", 0.001),
        ("x > bool 0x10", 16.0),
        ("sum(x > 5)", None),
        ("x > y", None),
        ("x", None),
        ("x > 1 and y > 2", 2.0),
    ],
)
def test_the_threshold_is_that_of_the_outermost_comparison(expression: str, threshold: float | None) -> None:
    assert read_expression(expression).threshold == threshold


def test_matchers_are_kept_with_their_metric() -> None:
    assert read_expression('a{x="1",y!~"2"} + {z=~"3"}').matchers == (
        Matcher("a", "x", "=", "1"),
        Matcher("a", "y", "!~", "2"),
        Matcher(None, "z", "=~", "3"),
    )


@pytest.mark.parametrize("expression", ["", "a{", "sum(a", "a)", "a ? b", '"open'])
def test_what_is_no_promql_does_not_parse(expression: str) -> None:
    assert not read_expression(expression).parses


@given(st.text(alphabet="ab_:{}()[]=~!<>\"'`,.0129mxe #\n@+-", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    tokens, complete = tokenize(text)
    assert sum(len(token.text) for token in tokens) <= len(text)
    found = read_expression(text)
    assert complete or not found.parses


@pytest.mark.parametrize(
    ("expression", "general"),
    [
        ("up == 0", True),
        ('up{job=~".*-service"}', True),
        ('up{job=~"a-service|b-service"}', True),
        ('up{pod=~"(api|web)-.*"}', True),
        ('up{namespace="nova"}', True),
        ('up{job="kube-state-metrics"}', True),
        ('up{container!=""}', True),
        ('up{job=""}', True),
        ('up{job="api"}', False),
        ('up{pod=~"messaging-service-.*"}', False),
        ('up{service=~"^api$"}', False),
    ],
)
def test_an_alert_is_general_unless_it_names_one_workload(expression: str, general: bool) -> None:
    assert is_general(read_expression(expression).matchers) is general


@pytest.mark.parametrize(
    ("alert", "expression", "topics"),
    [
        ("PodCrashLooping", "rate(kube_pod_container_status_restarts_total[5m]) > 0", ["crash_loop"]),
        ("ServiceDown", "up == 0", ["availability"]),
        ("Broken", 'rate(http_requests_total{status=~"5.."}[5m]) > 0.05', ["error_rate"]),
        ("HighErrorRate", "x > 1", ["error_rate"]),
        ("CacheErrors", "rate(cache_errors_total[5m]) > 1", []),
        ("HighLatency", "histogram_quantile(0.9, http_request_duration_seconds_bucket) > 1", ["latency"]),
        ("DatabaseSlow", "db_query_duration_seconds > 5", ["latency", "slow_query"]),
        ("PoolFull", "db_pool_connections_active / db_pool_connections_max > 0.9", ["pool_exhaustion"]),
        (
            "PostgresConnections",
            "pg_stat_database_numbackends / pg_settings_max_connections > 0.8",
            ["pool_exhaustion"],
        ),
        ("HighMemoryUsage", "container_memory_usage_bytes > 1", ["memory"]),
        ("DiskAlmostFull", "node_filesystem_avail_bytes < 1", ["disk"]),
        ("ConsumerLag", "kafka_consumergroup_lag > 1", ["kafka"]),
        ("Something", "custom_metric > 1", []),
    ],
)
def test_alerts_have_topics(alert: str, expression: str, topics: list[str]) -> None:
    assert list(topics_of(alert, read_expression(expression))) == topics
