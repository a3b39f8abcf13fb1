# METADATA
# title: Progressive delivery
# description: How an environment's workloads get new versions, by Argo Rollouts, flagger, or canaries of ingress-nginx.
package lib.delivery

import data.lib.environment
import data.lib.ingress
import data.lib.kubernetes

# METADATA
# title: Whether something gives a workload new versions step by step
# description: A controller that targets it, or a canary of ingress-nginx on a route that leads to it.
progressive(index) if {
	some [holder, field] in [["Canary", "targetRef"], ["Rollout", "workloadRef"]]
	some controller in environment.of_kind[holder]
	environment.namespaces[controller] == environment.namespaces[index]
	target := environment.objects[controller].spec[field]
	target.kind == environment.objects[index].kind
	target.name == kubernetes.name(environment.objects[index])
}

progressive(index) if {
	some canary in environment.of_kind.Ingress
	ingress.canary(environment.objects[canary])
	some other in environment.of_kind.Ingress
	not ingress.canary(environment.objects[other])
	hosts := {[backend.host, backend.route] | some backend in ingress.backends(environment.objects[canary])}
	some backend in ingress.backends(environment.objects[other])
	[backend.host, backend.route] in hosts
	some service in environment.named.Service[environment.namespaces[other]][backend.service]
	index in environment.selected[service]
}

# METADATA
# title: The Rollouts and Canaries of the environment
controllers contains index if {
	some index in environment.of_kind.Rollout
}

controllers contains index if {
	some index in environment.of_kind.Canary
}

# METADATA
# title: Minutes of a duration such as 90s, 5m, 1h or a number of seconds; undefined for other texts
minutes(duration) := duration / 60 if is_number(duration)

minutes(duration) := amount if {
	is_string(duration)
	parts := regex.find_all_string_submatch_n(`^([0-9]{1,6})([smh]?)$`, duration, 1)
	amount := (to_number(parts[0][1]) * _seconds[parts[0][2]]) / 60
}

_seconds := {"": 1, "h": 3600, "m": 60, "s": 1}
