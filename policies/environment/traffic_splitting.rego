# METADATA
# title: Traffic can be split between two versions
# description: >-
#   One finding per environment that serves outside traffic and has nothing that divides it: VirtualServices or
#   DestinationRules, a TrafficSplit, weights of an HTTPRoute, canaries of ingress-nginx, traffic routing of a
#   Rollout, a flagger Canary, or pods and namespaces in a mesh. A mesh that is switched on elsewhere is not seen.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
# custom:
#   severity: low
#   section: "9"
#   recommendation: P3-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Begin with canary annotations of ingress-nginx or a Rollout's traffic routing; a service mesh only if more
#     is needed.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   parameters: [stateful_images]
package nova.environment.traffic_splitting

import data.lib.environment
import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Nothing splits the traffic of %s between two versions", [environment.title(index)])),
	"path": environment.head(index),
} if {
	not _splits
	index := min(environment.exposed)
}

_splits if {
	some kind in {"Canary", "DestinationRule", "ServiceRouter", "ServiceSplitter", "TraefikService", "TrafficSplit", "VirtualService"}
	count(environment.of_kind[kind]) > 0
}

_splits if {
	some index in environment.of_kind.HTTPRoute
	some rule in kubernetes.list(environment.objects[index].spec.rules)
	count([backend | some backend in kubernetes.list(rule.backendRefs); is_number(backend.weight)]) > 1
}

_splits if {
	some index in environment.of_kind.Ingress
	ingress.canary(environment.objects[index])
}

_splits if {
	some index in environment.of_kind.Rollout
	is_object(environment.objects[index].spec.strategy.canary.trafficRouting)
}

_splits if {
	some index, resource in environment.objects
	some marks in _marks(index, resource)
	some key in {"istio-injection", "istio.io/rev", "linkerd.io/inject", "sidecar.istio.io/inject"}
	not marks[key] == "disabled"
	not marks[key] == "false"
	is_string(marks[key])
}

_marks(index, resource) := [resource.metadata[field] | some field in ["annotations", "labels"]] if not environment.pod_labels[index]

_marks(index, resource) := array.concat(
	[resource.metadata[field] | some field in ["annotations", "labels"]],
	[environment.pod_labels[index]],
) if {
	environment.pod_labels[index]
}
