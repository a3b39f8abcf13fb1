# METADATA
# title: Images are named by an immutable tag or digest
# description: >-
#   Containers and init containers whose image has neither a digest nor a tag, or one that moves: latest, one that
#   ends in -latest, or one of the parameter. In rendered environments this is what `images:` leave. Images with
#   placeholders are environment/substituted_placeholders' matter; those that are never pulled and workloads for
#   development are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: deployment-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "one tag per container, and the pipeline step that writes it"}
#   remediation: >-
#     Name the version or the commit that the pipeline built, or the digest, and let the pipeline write it.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [floating_tags]
package nova.kubernetes.pinned_image

import data.lib.image
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Container %q of %s %q runs %s", [found.name, input.kind, kubernetes.name(input), fault])),
	"path": array.concat(found.path, ["image"]),
} if {
	not kubernetes.for_development(input)
	some found in kubernetes.containers(input)
	found.kind != "ephemeralContainers"
	not found.container.imagePullPolicy == "Never"
	reference := image.parse(found.container.image)
	reference.digest == ""
	fault := _fault(reference.tag)
}

_fault("") := "an image without a tag"

_fault(tag) := sprintf("an image of the moving tag %s", [tag]) if {
	tag in {floating | some floating in parameters.floating_tags}
}

_fault(tag) := sprintf("an image of the moving tag %s", [tag]) if endswith(tag, "-latest")
