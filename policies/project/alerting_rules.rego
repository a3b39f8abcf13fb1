# METADATA
# title: Alerting rules exist
# description: >-
#   Asks for at least one alert in a rule file, a PrometheusRule or a ConfigMap, where something is deployed or
#   scraped. Whether Prometheus loads it is prometheus/loaded_rules' matter; alerts kept in a hosted service are not
#   seen.
# related_resources:
# - ref: https://sre.google/sre-book/practical-alerting/
# custom:
#   severity: high
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Write a PrometheusRule beside the manifests of the services, beginning with what users notice: errors, latency,
#     availability.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.alerting_rules

import data.lib.alerts

deny contains {
	"msg": "No alerting rule watches what is deployed",
	"path": alerts.place,
} if {
	alerts.is_operated
	count(alerts.all_alerts) == 0
}
