# METADATA
# title: Kubernetes objects
# description: >-
#   Names, pods, containers, selectors and effective security settings of one object, whatever odd types its fields
#   have: functions take any JSON and are undefined, or empty, where a field is not what Kubernetes asks for.
package lib.kubernetes

# METADATA
# title: The object's name, for messages; the beginning of one that the API server will make
default name(_) := "(unnamed)"

name(resource) := resource.metadata.name if is_string(resource.metadata.name)

name(resource) := resource.metadata.generateName if {
	is_string(resource.metadata.generateName)
	not _has_name(resource)
}

_has_name(resource) if is_string(resource.metadata.name)

# METADATA
# title: The namespace an object states, "default" where it states none
default namespace(_) := "default"

namespace(resource) := resource.metadata.namespace if {
	is_string(resource.metadata.namespace)
	resource.metadata.namespace != ""
}

# METADATA
# title: The API group of an object, "" for the core group
default group(_) := ""

group(resource) := split(resource.apiVersion, "/")[0] if {
	is_string(resource.apiVersion)
	contains(resource.apiVersion, "/")
}

# METADATA
# title: The value if it is an object, else an empty one
default mapping(_) := {}

mapping(value) := value if is_object(value)

# METADATA
# title: The value if it is an array, else an empty one
default list(_) := []

list(value) := value if is_array(value)

# METADATA
# title: An annotation's text; undefined where there is none
annotation(resource, key) := text if {
	text := resource.metadata.annotations[key]
	is_string(text)
}

# METADATA
# title: The annotations of an object
default annotations(_) := {}

annotations(resource) := resource.metadata.annotations if is_object(resource.metadata.annotations)

# METADATA
# title: The kinds whose pods serve until they are replaced
serving_kinds := {"DaemonSet", "Deployment", "ReplicaSet", "ReplicationController", "Rollout", "StatefulSet"}

_pod_paths := {
	"CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
	"DaemonSet": ["spec", "template", "spec"],
	"Deployment": ["spec", "template", "spec"],
	"Job": ["spec", "template", "spec"],
	"Pod": ["spec"],
	"ReplicaSet": ["spec", "template", "spec"],
	"ReplicationController": ["spec", "template", "spec"],
	"Rollout": ["spec", "template", "spec"],
	"StatefulSet": ["spec", "template", "spec"],
}

# METADATA
# title: The path to the pod's spec within a workload; undefined for other kinds
pod_path(resource) := _pod_paths[resource.kind] if is_string(resource.kind)

# METADATA
# title: The pod's spec of a workload; undefined for other kinds, and where there is none
pod_spec(resource) := spec if {
	spec := value_at(resource, pod_path(resource))
	is_object(spec)
}

# METADATA
# title: The labels that a workload's pods carry
default pod_labels(_) := {}

pod_labels(resource) := labels if {
	path := pod_path(resource)
	labels := value_at(resource, array.concat(array.slice(path, 0, count(path) - 1), ["metadata", "labels"]))
	is_object(labels)
}

# METADATA
# title: The value at a path of keys; undefined where the path does not exist
value_at(resource, path) := value if {
	is_object(resource)
	value := object.get(resource, path, null)
	not is_null(value)
}

# METADATA
# title: The containers of a workload
# description: >-
#   A list of {container, name, kind, path}; kind is containers, initContainers or ephemeralContainers, path leads from
#   the object's root.
containers(resource) := [found |
	spec := pod_spec(resource)
	some kind in ["containers", "ephemeralContainers", "initContainers"]
	some index, container in list(object.get(spec, kind, []))
	is_object(container)
	found := {
		"container": container,
		"name": _container_name(container, index),
		"kind": kind,
		"path": array.concat(pod_path(resource), [kind, index]),
	}
]

_container_name(container, _) := container.name if _named(container)

_container_name(container, index) := sprintf("#%d", [index]) if not _named(container)

_named(container) if is_string(container.name)

# METADATA
# title: The containers that run for as long as the pod does
# description: Those under containers, and init containers that are sidecars (restartPolicy Always).
running_containers(resource) := [found |
	some found in containers(resource)
	_keeps_running(found)
]

_keeps_running(found) if found.kind == "containers"

_keeps_running(found) if {
	found.kind == "initContainers"
	found.container.restartPolicy == "Always"
}

# METADATA
# title: A setting of the security context that holds for a container
# description: The container's own, else the pod's; undefined where neither states it.
security_setting(_, container, field) := container.securityContext[field] if _states(container, field)

security_setting(resource, container, field) := pod_spec(resource).securityContext[field] if {
	not _states(container, field)
}

_states(container, field) if {
	value := container.securityContext[field]
	not is_null(value)
}

# METADATA
# title: Whether a label selector selects these labels
# description: An empty selector selects everything; an unknown operator selects nothing.
selects(selector, labels) if {
	is_object(selector)
	is_object(labels)
	every key, value in mapping(object.get(selector, "matchLabels", {})) {
		labels[key] == value
	}
	every expression in list(object.get(selector, "matchExpressions", [])) {
		is_object(expression)
		_holds(expression, labels)
	}
}

_holds(expression, labels) if {
	expression.operator == "Exists"
	is_string(labels[expression.key])
}

_holds(expression, labels) if {
	expression.operator == "In"
	_among(expression, labels)
}

_holds(expression, labels) if {
	expression.operator == "NotIn"
	not _among(expression, labels)
}

_holds(expression, labels) if {
	expression.operator == "DoesNotExist"
	not _labelled(expression, labels)
}

_among(expression, labels) if labels[expression.key] in list(object.get(expression, "values", []))

_labelled(expression, labels) if is_string(labels[expression.key])

# METADATA
# title: Whether the object says it is for development, by its name, namespace or an environment label
for_development(resource) if {
	some word in _environment_words(resource)
	regex.match(`(^|[-_.])(dev|develop|development|local|localhost|test|sandbox|minikube)([-_.]|$)`, lower(word))
}

_environment_labels := {"app.kubernetes.io/environment", "env", "environment"}

_environment_words(resource) := {name(resource), namespace(resource)} | {word |
	some label in _environment_labels
	word := resource.metadata.labels[label]
	is_string(word)
}
