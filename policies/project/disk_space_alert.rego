# METADATA
# title: Disks that fill up raise an alert
# description: >-
#   Asks for an alert on the space left on disks or volumes, not limited to one workload, or a Terraform alarm on
#   free storage that notifies somebody, where something is deployed or watched. Topics come from the metrics in its
#   expression and from its name. Rules with one for a single workload are named beside; whether Prometheus loads
#   the alert is prometheus/loaded_rules' matter. Alerts kept in a hosted service are not seen.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Alert on predict_linear of node_filesystem_avail_bytes and on kubelet_volume_stats_available_bytes.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.disk_space_alert

import data.lib.alerts
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": "No alert fires when a disk fills up",
	"path": alerts.place,
	"related": alerts.narrow({"disk"}),
} if {
	alerts.is_operated
	not alerts.is_watched({"disk"})
	not _is_watched_by_cloud
}

_is_watched_by_cloud if {
	some files in repository.facts("RepositoryFiles")
	some alarm in rust_crate.list(files.terraform, "alarms")
	alarm.notifies == true
	is_string(alarm.metric)
	regex.match(`(?i)storage|disk|volume`, alarm.metric)
}
