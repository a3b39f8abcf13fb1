"""What an alert is about, and whether it is about one workload only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nova_policy.collect.promql import Expression, Matcher

_BY_METRIC: Mapping[str, str] = {
    "crash_loop": r"container_status_restarts_total|status_waiting_reason|container_status_terminated_reason",
    "availability": r"^up$|_up$|^probe_success$|kube_(?:deployment|statefulset)_status_replicas|kube_pod_status_",
    "latency": r"duration|latency|response_time|request_time",
    "slow_query": r"(?:query|queries|statement|sql|resolver|graphql)\w*(?:duration|latency|time|slow)|stat_statements",
    "pool_exhaustion": r"pool\w*(?:conn|acquire|idle|active|max|size|wait)|conn\w*_pool|numbackends|max_connections",
    "memory": r"memory|_rss|heap|oom",
    "cpu": r"cpu",
    "disk": r"filesystem|disk|volume_stats|storage_space|_inodes",
    "kafka": r"kafka|consumer_lag|consumergroup_lag",
    "certificate": r"cert\w*expir|ssl\w*expir|certmanager_certificate",
    "saturation": r"queue|throttl|backlog|saturation|goroutines|open_fds",
    "security": r"unauthori[sz]ed|auth\w*(?:fail|error)|login\w*fail|forbidden",
}
_BY_NAME: Mapping[str, str] = {
    "crash_loop": r"crash|restart|oomkill",
    "availability": r"down\b|down$|unavailable|absent|not_?ready|no_?pods|unreachable",
    "error_rate": r"error_?rate|5xx|fail(?:ure)?_?rate",
    "latency": r"latency|slow|response_?time",
    "slow_query": r"slow_?quer|query_?(?:latency|duration|slow|time)",
    "pool_exhaustion": r"pool|connections?_?(?:exhaust|limit|saturat|high)",
    "memory": r"memory|oom|heap",
    "cpu": r"cpu",
    "disk": r"disk|storage|volume|filesystem",
    "kafka": r"kafka|consumer_?lag",
    "certificate": r"cert",
    "saturation": r"queue|throttl|backlog|saturat",
    "security": r"unauthori[sz]ed|brute_?force|auth_?fail|login_?fail",
}
_WORKLOAD_LABELS = frozenset(
    {
        "job",
        "service",
        "service_name",
        "pod",
        "container",
        "deployment",
        "app",
        "instance",
        "component",
        "workload",
        "statefulset",
    }
)
_REQUEST_ERRORS = re.compile(r"(?:http|grpc|rpc|request|graphql|api)\w*(?:errors?|failures?)(?:_total)?$")
_SOURCES = re.compile(
    r"kube-state-metrics|node-?exporter|kubelet|cadvisor|kubernetes-.*|apiserver|POD|prometheus|blackbox.*|istio.*"
)


def topics_of(alert: str, expression: Expression) -> tuple[str, ...]:
    """Return the topics of an alert, sorted: by its metrics, and by its name."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", alert).lower()
    found = {topic for topic, pattern in _BY_NAME.items() if re.search(pattern, name)}
    for topic, pattern in _BY_METRIC.items():
        if any(re.search(pattern, metric) for metric in expression.metrics):
            found.add(topic)
    if any(_is_error_matcher(matcher) for matcher in expression.matchers):
        found.add("error_rate")
    if any(_REQUEST_ERRORS.search(metric) for metric in expression.metrics):
        found.add("error_rate")
    return tuple(sorted(found))


def _is_error_matcher(matcher: Matcher) -> bool:
    is_status = matcher.label in {"status", "code", "status_code", "response_code", "http_status_code", "grpc_code"}
    return (
        is_status
        and matcher.operator in {"=", "=~"}
        and bool(re.match(r"\(?5|.*(?:Internal|Unavailable|error)", matcher.value))
    )


def is_general(matchers: Sequence[Matcher]) -> bool:
    """Tell whether no matcher limits the alert to one workload."""
    return not any(_names_one_workload(matcher) for matcher in matchers)


def _names_one_workload(matcher: Matcher) -> bool:
    if matcher.label not in _WORKLOAD_LABELS or not matcher.value or _SOURCES.fullmatch(matcher.value):
        return False
    if matcher.operator == "=":
        return True
    if matcher.operator != "=~":
        return False
    # `messaging-service-.*` is one workload's pods; `.*-service`, `a|b` and `(a|b)-.*` are several.
    return bool(re.fullmatch(r"\^?[\w\-]{3,}(?:[.\[(].*|\$)?", matcher.value)) and "|" not in matcher.value
