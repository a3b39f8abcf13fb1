# METADATA
# title: Images that are deployed are built by a pipeline
# description: >-
#   Holds workload images of registries that a pipeline pushes to against the repositories that pipelines push.
#   Images of other registries are third-party and pass; repositories whose names are computed are not judged.
# related_resources:
# - ref: https://slsa.dev/spec/v1.0/levels
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: deployment-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: one matrix entry or one name}
#   remediation: >-
#     Build and push the image in the pipeline, or deploy the image that the pipeline pushes.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   parameters: []
package nova.project.built_images

import data.lib.repository

deny contains {
	"msg": sprintf("No pipeline builds image %s of %s %q", [image, workload.kind, workload.metadata.name]),
	"path": [index, "contents", "spec", "template", "spec", "containers", number, "image"],
} if {
	count(_open) == 0
	some index, workload in repository.objects({"Deployment", "StatefulSet", "DaemonSet"})
	some number, container in workload.spec.template.spec.containers
	image := _repository(container.image)
	some registry in _registries
	startswith(image, registry)
	not image in _pushed
}

_pushed := {name |
	some pipeline in repository.facts("Pipeline")
	some image in pipeline.images
	image.pushed
	some name in image.repositories
}

# A name with an expression left in it could be any image.
_open := {name | some name in _pushed; contains(name, "$")}

_registries := {registry |
	some name in _pushed
	parts := split(name, "/")
	count(parts) > 1
	contains(parts[0], ".")
	registry := concat("", [parts[0], "/"])
}

_repository(reference) := trim_suffix(plain, concat("", [":", tag])) if {
	is_string(reference)
	plain := split(reference, "@")[0]
	segments := split(plain, "/")
	[_, tag] := split(segments[count(segments) - 1], ":")
} else := split(reference, "@")[0] if is_string(reference)
