# METADATA
# title: A high error rate raises an alert
# description: >-
#   Asks for an alert on the rate of errors, not limited to one workload, where something is deployed or watched.
#   Topics come from the metrics in its expression and from its name. Rules with one for a single workload are named
#   beside; whether Prometheus loads the alert is prometheus/loaded_rules' matter. Alerts kept in a hosted service are
#   not seen.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Alert on the share of 5xx answers of each service over five minutes; one percent is the report's figure.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.error_rate_alert

import data.lib.alerts

deny contains {
	"msg": "No alert fires when the error rate of any service is high",
	"path": alerts.place,
	"related": alerts.narrow({"error_rate"}),
} if {
	alerts.is_operated
	not alerts.is_watched({"error_rate"})
}
