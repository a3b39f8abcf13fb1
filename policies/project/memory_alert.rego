# METADATA
# title: Growing memory raises an alert
# description: >-
#   Asks for an alert on memory, not limited to one workload, where something is deployed or watched. Topics come from
#   the metrics in its expression and from its name. Rules with one for a single workload are named beside; whether
#   Prometheus loads the alert is prometheus/loaded_rules' matter. Alerts kept in a hosted service are not seen.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   severity: low
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Alert on working set over limit, and on deriv of the working set over hours to see a slow leak.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.memory_alert

import data.lib.alerts

deny contains {
	"msg": "No alert fires when the memory of any workload grows",
	"path": alerts.place,
	"related": alerts.narrow({"memory"}),
} if {
	alerts.is_operated
	not alerts.is_watched({"memory"})
}
