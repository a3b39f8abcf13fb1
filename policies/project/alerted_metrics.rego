# METADATA
# title: Alerts watch metrics that something emits
# description: >-
#   Compares the metrics of each alert with the names that the Rust code registers and with the prefixes of known
#   exporters (parameter exporter_prefixes); an alert is denied when it reads some metric and none of them is known.
#   Not asked where no crate registers a metric by name, and silent about what programs in other languages and
#   libraries with metrics of their own emit.
# related_resources:
# - ref: https://prometheus.io/docs/practices/naming/
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: monitoring-observability
#   origin: observed
#   estimate: {hours: 0.5, reason: to find or register the right metric}
#   remediation: >-
#     Correct the name, or register the metric where the thing happens.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [AlertRules]
#   parameters: [exporter_prefixes]
package nova.project.alerted_metrics

import data.lib.alerts
import data.lib.emitted_metrics
import data.lib.message

deny contains {
	"msg": message.line(sprintf(
		"Alert %q watches %s, which nothing emits",
		[alert.rule.alert, concat(", ", sort(names))],
	)),
	"path": alert.path,
} if {
	some alert in alerts.all_alerts
	names := emitted_metrics.names(alert.rule)
	emitted_metrics.is_unknown(names)
}
