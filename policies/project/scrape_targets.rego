# METADATA
# title: Scraped services exist
# description: >-
#   Looks at static targets of Prometheus configurations: the host must be a Kubernetes Service, a service of a
#   compose file, localhost, an address, or a name outside the cluster (with dots). A name that a chart or Terraform
#   provides is not known here.
# related_resources:
# - ref: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#static_config
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: monitoring-observability
#   origin: observed
#   estimate: {hours: 0.5, reason: to find the right host for one target}
#   remediation: >-
#     Correct the host or remove the target; in a cluster let Prometheus discover pods and Services.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [ScrapeConfig]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Service]
#   parameters: []
package nova.project.scrape_targets

import data.lib.message
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"Job %q scrapes %q, which no Service or compose file provides",
		[job.name, target.host],
	)),
	"path": [index, "contents", "jobs", number, "targets", position],
} if {
	some index, config in repository.facts("ScrapeConfig")
	some number, job in rust_crate.list(config, "jobs")
	some position, target in rust_crate.list(job, "targets")
	target.local == false
	not split(_inside(target.host), ".")[0] in _hosts
}

# A name with dots belongs to the cluster only when it says so.
_inside(host) := host if {
	is_string(host)
	regex.match(`^[A-Za-z][\w-]*(?:\.[\w-]+\.svc(?:\.[\w.-]+)?)?$`, host)
}

_inside(host) := host if {
	is_string(host)
	regex.match(`^[A-Za-z][\w-]*\.[\w-]+$`, host)
	not regex.match(`\.(?:com|org|net|io|dev|app|cloud|internal|local|lan)$`, host)
}

_hosts contains service.metadata.name if some service in repository.objects({"Service"})

_hosts contains service.name if {
	some file in repository.facts("ComposeFile")
	some service in rust_crate.list(file, "services")
}
