# METADATA
# title: Pool exhaustion raises an alert
# description: >-
#   Asks for an alert on connections in use or on waiting for one, not limited to one workload, where something is
#   deployed or watched and the repository has to do with a database. Topics come from the metrics in its expression
#   and from its name. Rules with one for a single workload are named beside; whether Prometheus loads the alert is
#   prometheus/loaded_rules' matter. Alerts kept in a hosted service are not seen.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Export the pool's size and use as gauges, and alert when hardly any connection is idle.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Deployment, StatefulSet, ConfigMap]
#   parameters: []
package nova.project.pool_exhaustion_alert

import data.lib.alerts

deny contains {
	"msg": "No alert fires when a connection pool is exhausted",
	"path": alerts.place,
	"related": alerts.narrow({"pool_exhaustion"}),
} if {
	alerts.is_operated
	alerts.keeps_data
	not alerts.is_watched({"pool_exhaustion"})
}
