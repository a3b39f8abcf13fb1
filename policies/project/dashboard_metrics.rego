# METADATA
# title: Dashboards show metrics that something emits
# description: >-
#   Compares the metrics of each Grafana dashboard with the names that the Rust code registers and with the prefixes
#   of known exporters (parameter exporter_prefixes); one denial per dashboard none of whose metrics is known. Panels
#   on logs and other data sources are not seen.
# related_resources:
# - ref: https://grafana.com/docs/grafana/latest/dashboards/
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: monitoring-observability
#   origin: observed
#   estimate: {hours: 0.25, reason: to correct the queries of one dashboard}
#   remediation: >-
#     Correct the names in the panels, or delete the dashboard.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Dashboards]
#   parameters: [exporter_prefixes]
package nova.project.dashboard_metrics

import data.lib.emitted_metrics
import data.lib.message
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"Dashboard %q shows %s, which nothing emits",
		[dashboard.title, concat(", ", sort(names))],
	)),
	"path": [index, "contents", "dashboards", position],
} if {
	some index, fact in repository.facts("Dashboards")
	some position, dashboard in rust_crate.list(fact, "dashboards")
	names := emitted_metrics.names(dashboard)
	emitted_metrics.is_unknown(names)
}
