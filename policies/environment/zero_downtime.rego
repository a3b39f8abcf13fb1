# METADATA
# title: Services stay up while they are replaced
# description: >-
#   Deployments and Rollouts that a Service selects; the first of these that holds, per workload: Recreate, fewer than
#   two replicas (an autoscaler's minReplicas counts), a maxUnavailable that lets all of them go, no
#   PodDisruptionBudget, one that the API server refuses, or one that allows no disruption at all. Missing readiness
#   probes are kubernetes/readiness_probe's matter, databases environment/database_replication's; caches and queues
#   (parameter stateful_images), consoles and workloads for development are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: high
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Run two or more replicas, roll with maxUnavailable 0, and allow one disruption at a time with a
#     PodDisruptionBudget.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [admin_interfaces, database_images, stateful_images]
package nova.environment.zero_downtime

import data.lib.database
import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("%s %s", [environment.title(index), fault.text])),
	"path": fault.path,
} if {
	some index in _served
	fault := _fault(index)
}

_served contains index if {
	some _, workloads in environment.selected
	some index in (workloads & environment.serving)
	resource := environment.objects[index]
	resource.kind in {"Deployment", "Rollout"}
	not index in database.workloads
	not index in environment.development
	not index in environment.stateful
	not _console(kubernetes.name(resource))
}

_console(name) if {
	some console in parameters.admin_interfaces
	is_string(console)
	startswith(name, console)
}

_fault(index) := {
	"text": "stops all its pods before it starts new ones",
	"path": environment.at(index, ["spec", "strategy", "type"]),
} if {
	environment.objects[index].spec.strategy.type == "Recreate"
} else := {"text": "runs as one replica", "path": _replicas(index)} if {
	environment.least_replicas[index] < 2
} else := {
	"text": "may lose all its pods at once while it is replaced",
	"path": environment.at(index, ["spec", "strategy", "rollingUpdate", "maxUnavailable"]),
} if {
	_all_of(environment.objects[index].spec.strategy.rollingUpdate.maxUnavailable, environment.least_replicas[index])
} else := {"text": "has no PodDisruptionBudget", "path": environment.head(index)} if {
	count(_budgets[index]) == 0
} else := {
	"text": "has a budget of both minAvailable and maxUnavailable, which the API server refuses",
	"path": environment.at(refused, ["spec", "maxUnavailable"]),
} if {
	refused := min({budget | some budget in _budgets[index]; _has_both(environment.objects[budget].spec)})
} else := {"text": "may never be moved: its budget allows no disruption", "path": environment.at(blocking, ["spec"])} if {
	blocking := min({budget | some budget in _budgets[index]; _blocks(environment.objects[budget].spec, index)})
}

_replicas(index) := environment.at(min(environment.autoscalers[index]), ["spec", "minReplicas"]) if environment.autoscalers[index]

_replicas(index) := environment.at(index, ["spec", "replicas"]) if not environment.autoscalers[index]

_budgets[index] := {budget |
	some budget in environment.of_kind.PodDisruptionBudget
	environment.namespaces[budget] == environment.namespaces[index]
	kubernetes.selects(environment.objects[budget].spec.selector, environment.pod_labels[index])
} if {
	some index in _served
}

_has_both(spec) if {
	not is_null(object.get(spec, "minAvailable", null))
	not is_null(object.get(spec, "maxUnavailable", null))
}

_blocks(spec, index) if _all_of(spec.minAvailable, environment.least_replicas[index])

_blocks(spec, _) if spec.maxUnavailable in {0, "0%", "0"}

_all_of(amount, replicas) if {
	is_number(amount)
	amount >= replicas
}

_all_of("100%", _)
