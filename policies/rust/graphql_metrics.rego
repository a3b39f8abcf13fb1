# METADATA
# title: The GraphQL server measures latency, resolvers and errors, and shows them
# description: >-
#   Asks a crate that serves a GraphQL schema for a histogram of query latency, one of resolver time (or an extension
#   that traces resolvers), a counter of errors, and a place to scrape them from. Metrics are known by name; a library
#   that records them under names of its own is not seen. One denial names all that is missing.
# related_resources:
# - ref: https://prometheus.io/docs/practices/instrumentation/
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Add an async-graphql extension that records a histogram per operation and per resolver and counts errors by
#     field, and serve them under /metrics.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.graphql_metrics

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("GraphQL server %q has no %s", [rust_crate.name(input), concat(", ", missing)])),
	"path": ["http_apps", 0],
} if {
	not rust_crate.illustrates(input)
	count(rust_crate.list(input, "graphql_schemas")) > 0
	count(rust_crate.list(input, "http_apps")) > 0
	missing := [what | some [what, present] in _wanted; not present]
	count(missing) > 0
}

_wanted := [
	["query latency metric", _measures("histogram", _latency)],
	["resolver time metric", _measures_resolvers],
	["error metric", _measures("counter", `error|fail`)],
	["/metrics endpoint", _is_scraped],
]

_latency := `(?:graphql|gql|query|request|operation|http).*(?:duration|latency|seconds|time)`

default _measures(_, _) := false

_measures(type, pattern) if {
	some metric in rust_crate.list(input, "metrics")
	metric.type == type
	is_string(metric.name)
	regex.match(pattern, metric.name)
}

default _measures_resolvers := false

_measures_resolvers if _measures("histogram", `resolver|field`)

_measures_resolvers if {
	some schema in rust_crate.list(input, "graphql_schemas")
	some extension in rust_crate.list(schema, "extensions")
	is_string(extension)
	regex.match(`Trac|OpenTelemetry|Metric|Prometheus`, extension)
}

default _is_scraped := false

_is_scraped if count(rust_crate.list(input, "metrics_routes")) > 0

_is_scraped if count(rust_crate.list(input, "metrics_middleware")) > 0
