# METADATA
# title: Slow queries raise an alert
# description: >-
#   Asks for an alert on slow queries, or on the latency of a database or of GraphQL, not limited to one workload,
#   where something is deployed or watched and there is a database or GraphQL. Rules with one for a single workload
#   are named beside; whether Prometheus loads the alert is prometheus/loaded_rules' matter. Logs of slow queries are
#   not seen.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   severity: low
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Record a histogram of query time and alert on its 95th percentile; five seconds is the report's figure.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Deployment, StatefulSet, ConfigMap]
#   parameters: []
package nova.project.slow_query_alert

import data.lib.alerts
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": "No alert fires when queries are slow",
	"path": alerts.place,
	"related": alerts.narrow({"slow_query"}),
} if {
	alerts.is_operated
	_answers_queries
	not alerts.is_watched({"slow_query"})
	not _database_latency_is_watched
}

_answers_queries if alerts.keeps_data

_answers_queries if {
	some crate in repository.facts("RustCrate")
	not rust_crate.illustrates(crate)
	count(rust_crate.list(crate, "graphql_schemas")) > 0
}

_database_latency_is_watched if {
	some alert in alerts.about({"latency"})
	alert.rule.general == true
	some metric in rust_crate.list(alert.rule, "metrics")
	is_string(metric)
	regex.match(`(?i)(?:^|_)(?:db|database|sql|postgres|pg|mysql|graphql|query|queries)(?:_|$)`, metric)
}
