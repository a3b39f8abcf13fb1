# METADATA
# title: Pod crash loops raise an alert
# description: >-
#   Asks for an alert on restarts of containers, not limited to one workload, where something is deployed or watched.
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
#     Alert on increase(kube_pod_container_status_restarts_total[15m]) for all workloads, with kube-state-metrics in
#     the cluster.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.crash_loop_alert

import data.lib.alerts

deny contains {
	"msg": "No alert fires for every pod that restarts again and again",
	"path": alerts.place,
	"related": alerts.narrow({"crash_loop"}),
} if {
	alerts.is_operated
	not alerts.is_watched({"crash_loop"})
}
