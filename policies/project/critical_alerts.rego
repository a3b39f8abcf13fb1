# METADATA
# title: Severe errors raise an alert
# description: >-
#   Asks for an alert whose label severity is one of parameter critical_severities, where something is deployed or
#   scraped. Whether Prometheus loads it is prometheus/loaded_rules' matter, whether it can reach anybody
#   prometheus/addressed_receivers'.
# related_resources:
# - ref: https://prometheus.io/docs/practices/alerting/
# custom:
#   severity: high
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Label the alerts that need somebody at once severity: critical, and route that label to a pager.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: [critical_severities]
package nova.project.critical_alerts

import data.lib.alerts
import data.lib.parameters

deny contains {
	"msg": "No alert is labelled as critical",
	"path": alerts.place,
} if {
	alerts.is_operated
	not _some_is_critical
}

_some_is_critical if {
	some alert in alerts.all_alerts
	alert.rule.severity in parameters.critical_severities
}
