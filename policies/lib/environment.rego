# METADATA
# title: The objects of an environment
# description: >-
#   Reads the list of {path, contents} that `input` is in the rooms environment and project, and answers who is whom:
#   objects by kind and name, the workloads a Service selects, those that an Ingress leads to. An object is meant by its
#   index in the list, since that is where a denial's path begins.
package lib.environment

import data.lib.image
import data.lib.ingress
import data.lib.kubernetes
import data.lib.parameters

# METADATA
# title: The objects by their index
# description: The fact that may end the list is none of them.
objects[index] := object if {
	is_array(input)
	some index, member in input
	object := member.contents
	is_string(object.kind)
	is_string(object.apiVersion)
	object.apiVersion != _facts
}

_facts := "facts.nova-policy.dev/v1"

# METADATA
# title: Whether an object is in another environment of the repository, one that may be applied beside this one
# description: >-
#   By the fact ObjectsElsewhere, which only Python makes; undefined without it. The namespace of what lives in none is
#   empty. A Secret is also there where something makes it.
elsewhere(kind, namespace, name) if [kind, namespace, name] in _elsewhere

_elsewhere contains [found.kind, found.namespace, found.name] if {
	some member in input
	member.contents.apiVersion == _facts
	member.contents.kind == "ObjectsElsewhere"
	some found in member.contents.objects
}

# METADATA
# title: The indices of the objects of a kind
of_kind[kind] contains index if {
	some index, object in objects
	kind := object.kind
}

# METADATA
# title: The namespace of each object
namespaces[index] := kubernetes.namespace(object) if some index, object in objects

# METADATA
# title: The indices of the objects of a kind, in a namespace, of a name
named[kind][namespace][name] contains index if {
	some index, object in objects
	kind := object.kind
	namespace := namespaces[index]
	name := kubernetes.name(object)
}

# METADATA
# title: The workloads, of every kind that has pods
workloads contains index if {
	some index, object in objects
	kubernetes.pod_spec(object)
}

# METADATA
# title: The workloads whose pods serve until they are replaced
serving contains index if {
	some index in workloads
	objects[index].kind in kubernetes.serving_kinds
}

# METADATA
# title: The objects for development
# description: By what they say of themselves, or by a folder on the way to their file (dev, local, test, examples …).
development contains index if {
	some index, object in objects
	kubernetes.for_development(object)
}

development contains index if {
	some index, _ in objects
	is_string(input[index].path)
	some folder in split(input[index].path, "/")
	folder in _development_folders
}

_development_folders := {
	"dev", "development", "docs", "example", "examples", "fixtures",
	"local", "minikube", "sandbox", "test", "testdata", "tests",
}

# METADATA
# title: The workloads of each namespace
workloads_in[namespaces[workload]] contains workload if some workload in workloads

# METADATA
# title: The labels of each workload's pods
pod_labels[index] := kubernetes.pod_labels(objects[index]) if some index in workloads

# METADATA
# title: The workloads that each Service selects, in its namespace
selected[service] contains workload if {
	some service in of_kind.Service
	selector := objects[service].spec.selector
	is_object(selector)
	count(selector) > 0
	some workload in workloads_in[namespaces[service]]
	kubernetes.selects({"matchLabels": selector}, pod_labels[workload])
}

# METADATA
# title: The workloads that keep state which replicas alone do not share, by parameter stateful_images
stateful contains index if {
	some index in workloads
	some found in kubernetes.containers(objects[index])
	image.is_one_of(found.container.image, parameters.stateful_images)
}

# METADATA
# title: The serving workloads that an Ingress leads to, through a Service; consoles, stateful ones and development aside
exposed contains workload if {
	some index in of_kind.Ingress
	not ingress.admin_interface(objects[index])
	some backend in ingress.backends(objects[index])
	some service in named.Service[namespaces[index]][backend.service]
	some workload in selected[service]
	workload in serving
	not workload in development
	not workload in stateful
}

# METADATA
# title: The autoscalers of each workload
autoscalers[workload] contains index if {
	some index in of_kind.HorizontalPodAutoscaler
	target := objects[index].spec.scaleTargetRef
	some workload in named[target.kind][namespaces[index]][target.name]
	workload in workloads
}

# METADATA
# title: The least replicas each workload runs with
# description: An autoscaler's minReplicas (default 1), else spec.replicas (default 1).
least_replicas[workload] := _whole(object.get(objects[scaler].spec, "minReplicas", 1)) if {
	some workload in serving
	scaler := min(autoscalers[workload])
}

least_replicas[workload] := _whole(object.get(objects[workload].spec, "replicas", 1)) if {
	some workload in serving
	not autoscalers[workload]
}

# METADATA
# title: The most replicas each workload runs with
most_replicas[workload] := _whole(object.get(objects[scaler].spec, "maxReplicas", 1)) if {
	some workload in serving
	scaler := max(autoscalers[workload])
}

most_replicas[workload] := _whole(object.get(objects[workload].spec, "replicas", 1)) if {
	some workload in serving
	not autoscalers[workload]
}

default _whole(_) := 1

_whole(value) := value if {
	is_number(value)
	value == floor(value)
}

# METADATA
# title: An object as messages name it, such as Deployment "web"
title(index) := sprintf("%s %q", [objects[index].kind, kubernetes.name(objects[index])])

# METADATA
# title: The path that begins a denial about an object
head(index) := [index, "contents"]

# METADATA
# title: The path of a value within an object
at(index, path) := array.concat([index, "contents"], path)
