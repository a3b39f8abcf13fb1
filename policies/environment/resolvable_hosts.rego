# METADATA
# title: Hosts in configuration are answered by a Service
# description: >-
#   Names within the cluster in ConfigMaps and in literal variables of containers: URLs, lists of host:port, keys
#   that end in HOST, and fully qualified names (name.namespace.svc) in texts of several lines. Denied are names
#   that no Service of that namespace has, and ports that the Service does not have; one finding per name or port.
#   Left alone: namespaces in which the environment has no Service, Services of another environment that is applied
#   beside it, names that an operator's object may answer to, external domains, localhost, ${VAR}, and what is for
#   development.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
# custom:
#   severity: high
#   section: "3"
#   recommendation: kafka
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Deploy the Service (or an ExternalName to the managed one) with the environment, or set the host that exists
#     there.
#   matchers:
#   - apiGroups: [""]
#     kinds: [ConfigMap]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   parameters: []
package nova.environment.resolvable_hosts

import data.lib.environment
import data.lib.host
import data.lib.kubernetes
import data.lib.literal
import data.lib.message

deny contains {
	"msg": message.line(sprintf("No Service %q in namespace %q answers what %s names", [name, namespace, places[0].key])),
	"path": places[0].path,
	"related": [place.path | some position, place in places; position > 0],
} if {
	some namespace, names in _places
	some name, ports in names
	not environment.named.Service[namespace][name]
	not environment.elsewhere("Service", namespace, name)
	places := sort({place | some place in ports[_]})
}

deny contains {
	"msg": message.line(sprintf("Service %q has no port %s, which %s names", [name, port, places[0].key])),
	"path": places[0].path,
	"related": [place.path | some position, place in places; position > 0],
} if {
	some namespace, names in _places
	some name, ports in names
	services := environment.named.Service[namespace][name]
	some port, found in ports
	port != ""
	every index in services {
		_lacks(environment.objects[index].spec, to_number(port))
	}
	places := sort(found)
}

_lacks(spec, port) if {
	not spec.clusterIP == "None"
	not spec.type == "ExternalName"
	count(kubernetes.list(spec.ports)) > 0
	every offered in kubernetes.list(spec.ports) {
		not offered.port == port
	}
}

# By namespace, name and port.
_places[namespace][name][port] contains {"key": entry.key, "path": environment.at(index, entry.path)} if {
	some index, resource in environment.objects
	resource.kind != "Secret"
	not index in environment.development
	some entry in literal.entries(resource)
	some [target, port] in host.of(entry.key, entry.text)
	[namespace, name] := _resolve(environment.namespaces[index], split(trim_suffix(target, ".cluster.local"), "."))
	environment.named.Service[namespace]
	not _by_operator(name)
}

_resolve(own, [name]) := [own, name] if not name in {"host-gateway", "kubernetes", "localhost"}

_resolve(_, [name, namespace]) := [namespace, name] if namespace in _namespaces

# A pod of a headless Service; no top-level domain has a hyphen.
_resolve(own, [_, name]) := [own, name] if {
	contains(name, "-")
	not name in _namespaces
}

_resolve(_, labels) := [labels[last - 1], labels[last - 2]] if {
	last := count(labels) - 1
	last > 1
	labels[last] == "svc"
}

_namespaces := {namespace | some _, namespace in environment.namespaces}

_by_operator(name) if {
	some operated in _operated
	contains(name, operated)
}

_operated contains kubernetes.name(resource) if {
	some resource in environment.objects
	not kubernetes.group(resource) in {"", "apps", "argoproj.io", "autoscaling", "batch", "cert-manager.io", "external-secrets.io"}
	not endswith(kubernetes.group(resource), ".k8s.io")
	not resource.kind in {"KafkaTopic", "KafkaUser", "PodDisruptionBudget", "PodMonitor", "PrometheusRule", "ServiceMonitor"}
}
