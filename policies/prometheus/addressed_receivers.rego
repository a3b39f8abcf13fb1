# METADATA
# title: Receivers of alerts have an address
# description: >-
#   Judges each Alertmanager configuration: what sends by Slack, PagerDuty, Opsgenie or webhook needs a URL or key, of
#   its own or among the global settings. Without one Alertmanager refuses the configuration. A variable counts, since
#   something may put its value there; receivers that send nothing are meant so. Other ways of sending are not looked
#   at.
# related_resources:
# - ref: https://prometheus.io/docs/alerting/latest/configuration/
# custom:
#   severity: high
#   section: "5"
#   recommendation: P2-2
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Mount the URL or key from a Secret and name it, such as by slack_api_url_file or service_key_file.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [AlertRouting]
#   parameters: []
package nova.prometheus.addressed_receivers

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("Receiver %q has no address to send to by %s", [receiver.name, concat(", ", sort(unaddressed))])),
	"path": ["receivers", index],
} if {
	some index, receiver in rust_crate.list(input, "receivers")
	unaddressed := {integration | some integration in rust_crate.list(receiver, "unaddressed")}
	count(unaddressed) > 0
}
