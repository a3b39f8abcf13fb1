# METADATA
# title: Alert rules are loaded by a Prometheus
# description: >-
#   Judges every source of rules (a file, a PrometheusRule, a key of a ConfigMap): some Prometheus configuration,
#   compose volume, mount, kustomization or pipeline here must lead to it. Loading is followed conservatively; rules
#   that are copied to a server by hand are not seen.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/configuration/
# custom:
#   severity: high
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Make it a PrometheusRule in the kustomization that is deployed, or mount the file and name it under rule_files.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [AlertRules]
#   parameters: []
package nova.prometheus.loaded_rules

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("No Prometheus loads the %s of %s", [message.amount(total, "alert"), input.metadata.name])),
	"path": [],
} if {
	total := count(rust_crate.list(input, "rules"))
	total > 0
	count(rust_crate.list(input, "loaded_by")) == 0
}
