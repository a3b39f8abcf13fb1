# METADATA
# title: Container logs leave the pod
# description: >-
#   One finding per environment whose Services lead to workloads and that has no log shipper (an image of
#   parameter log_shippers, as DaemonSet or beside a container, or an OpenTelemetry or Fluent operator's object).
#   What a platform team or the cloud provider installs in the cluster (Container Insights, GKE logging) is not
#   seen. Environments of consoles and for development are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/#cluster-level-logging-architectures
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Install Fluent Bit, Vector or Alloy as a DaemonSet that sends container logs to a store with a retention.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   parameters: [log_shippers]
package nova.environment.log_shipping

import data.lib.environment
import data.lib.image
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Nothing ships the logs of %s and its environment", [environment.title(index)])),
	"path": environment.head(index),
} if {
	not _shipped
	index := min(_serving)
}

_serving contains workload if {
	some _, workloads in environment.selected
	some workload in (workloads & environment.serving)
	not workload in environment.development
	not _console(workload)
}

_console(workload) if {
	some console in parameters.admin_interfaces
	is_string(console)
	startswith(kubernetes.name(environment.objects[workload]), console)
}

_shipped if {
	some index in environment.workloads
	some found in kubernetes.containers(environment.objects[index])
	image.is_one_of(found.container.image, parameters.log_shippers)
}

_shipped if {
	some kind in {"ClusterFluentBitConfig", "FluentBit", "Flow", "Logging", "OpenTelemetryCollector"}
	count(environment.of_kind[kind]) > 0
}
