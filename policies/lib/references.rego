# METADATA
# title: What pods refer to
# description: >-
#   The Secrets, ConfigMaps, service accounts and claims that the pods of an environment name, and what provides them.
package lib.references

import data.lib.environment
import data.lib.kubernetes

# METADATA
# title: References of the pods of an environment
# description: >-
#   A set of {workload, kind, name, key, path}; key is null where the whole object is meant. Optional references are
#   left out. path is that of the name within the list.
all contains found if {
	some workload in environment.workloads
	some reference in ((_of_containers(workload) | _of_volumes(workload)) | _of_pod(workload))
	not reference.optional == true
	is_string(reference.name)
	found := {
		"workload": workload,
		"kind": reference.kind,
		"name": reference.name,
		"key": reference.key,
		"path": environment.at(workload, reference.path),
	}
}

# METADATA
# title: The same references by workload, kind and name, as sets of {key, path}
by_workload[found.workload][found.kind][found.name] contains {"key": found.key, "path": found.path} if some found in all

_of_containers(workload) := {reference |
	some found in kubernetes.containers(environment.objects[workload])
	some i, variable in kubernetes.list(found.container.env)
	some field, kind in {"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret"}
	path := array.concat(found.path, ["env", i, "valueFrom", field])
	reference := _reference(kind, variable.valueFrom[field], "name", path)
} | {reference |
	some found in kubernetes.containers(environment.objects[workload])
	some i, entry in kubernetes.list(found.container.envFrom)
	some field, kind in {"configMapRef": "ConfigMap", "secretRef": "Secret"}
	reference := _reference(kind, entry[field], "name", array.concat(found.path, ["envFrom", i, field]))
}

_of_volumes(workload) := {reference |
	some i, volume in _volumes(workload)
	some field, [kind, name] in {
		"configMap": ["ConfigMap", "name"],
		"persistentVolumeClaim": ["PersistentVolumeClaim", "claimName"],
		"secret": ["Secret", "secretName"],
	}
	reference := _reference(kind, volume[field], name, _at_pod(workload, ["volumes", i, field]))
} | {reference |
	some i, volume in _volumes(workload)
	some j, source in kubernetes.list(volume.projected.sources)
	some field, kind in {"configMap": "ConfigMap", "secret": "Secret"}
	path := _at_pod(workload, ["volumes", i, "projected", "sources", j, field])
	reference := _reference(kind, source[field], "name", path)
}

_of_pod(workload) := {reference |
	spec := kubernetes.pod_spec(environment.objects[workload])
	spec.serviceAccountName != "default"
	reference := _reference("ServiceAccount", spec, "serviceAccountName", _at_pod(workload, []))
}

_volumes(workload) := kubernetes.list(kubernetes.pod_spec(environment.objects[workload]).volumes)

_at_pod(workload, path) := array.concat(kubernetes.pod_path(environment.objects[workload]), path)

_reference(kind, source, field, path) := {
	"kind": kind,
	"name": source[field],
	"key": object.get(source, "key", null),
	"optional": object.get(source, "optional", false),
	"path": array.concat(path, [field]),
} if {
	is_object(source)
}

# METADATA
# title: The names of Secrets that something in the environment makes, by namespace
# description: >-
#   Secrets, ExternalSecrets, SealedSecrets, Certificates, SecretProviderClasses, KafkaUsers, and the certificates that
#   cert-manager gets for Ingresses.
secrets[namespace] contains name if {
	some kind in {"KafkaUser", "SealedSecret", "Secret"}
	some namespace, names in environment.named[kind]
	some name, _ in names
}

secrets[namespace] contains name if {
	some index in environment.of_kind.ExternalSecret
	namespace := environment.namespaces[index]
	name := _target(environment.objects[index])
}

secrets[namespace] contains name if {
	some index in environment.of_kind.Certificate
	namespace := environment.namespaces[index]
	name := environment.objects[index].spec.secretName
}

secrets[namespace] contains name if {
	some index in environment.of_kind.SecretProviderClass
	namespace := environment.namespaces[index]
	some made in kubernetes.list(environment.objects[index].spec.secretObjects)
	name := made.secretName
}

secrets[namespace] contains name if {
	some index in environment.of_kind.Ingress
	namespace := environment.namespaces[index]
	some key in {"cert-manager.io/cluster-issuer", "cert-manager.io/issuer"}
	kubernetes.annotation(environment.objects[index], key)
	some entry in kubernetes.list(environment.objects[index].spec.tls)
	name := entry.secretName
}

_target(resource) := resource.spec.target.name if is_string(resource.spec.target.name)

_target(resource) := kubernetes.name(resource) if not _named_target(resource)

_named_target(resource) if is_string(resource.spec.target.name)

# METADATA
# title: The names of objects of a kind that are there, by kind and namespace
# description: A kind that an environment never makes in a namespace is not in it; who makes it there cannot be seen.
provided[kind][namespace] contains name if {
	some kind in {"ConfigMap", "PersistentVolumeClaim", "ServiceAccount"}
	some namespace, names in environment.named[kind]
	some name, _ in names
}

provided.Secret[namespace] contains name if {
	some namespace, names in secrets
	some name in names
}

# METADATA
# title: Whether something fills a Secret beside its own manifest, so that its keys cannot be known
filled(namespace, name) if name in _targets[namespace]

_targets[environment.namespaces[index]] contains _target(environment.objects[index]) if some index in environment.of_kind.ExternalSecret
