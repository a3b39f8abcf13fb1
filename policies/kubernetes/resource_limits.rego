# METADATA
# title: Containers state requests and a memory limit
# description: >-
#   Containers and sidecars without requests.cpu, requests.memory or limits.memory, in the container or for the
#   whole pod. A limit counts as request, as the API server has it. No cpu limit is asked for. Defaults of a
#   LimitRange are not seen; init containers that end are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: "three figures per container, taken from a week of metrics"}
#   remediation: >-
#     Set requests to what the container uses in a usual hour, and the memory limit to what it may never exceed.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: []
package nova.kubernetes.resource_limits

import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Container %q of %q states no %s", [found.name, kubernetes.name(input), concat(", ", missing)])),
	"path": array.concat(found.path, ["resources"]),
} if {
	some found in kubernetes.running_containers(input)
	missing := sort({name | some name, fields in _wanted; not _stated(found.container, fields)})
	count(missing) > 0
}

_wanted := {
	"cpu request": [["requests", "cpu"], ["limits", "cpu"]],
	"memory limit": [["limits", "memory"]],
	"memory request": [["requests", "memory"], ["limits", "memory"]],
}

_stated(container, fields) if {
	some holder in [container, kubernetes.pod_spec(input)]
	some [section, resource] in fields
	not is_null(holder.resources[section][resource])
}
