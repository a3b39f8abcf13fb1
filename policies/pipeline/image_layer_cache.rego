# METADATA
# title: Image builds reuse layers
# description: >-
#   Builds of images in pipelines, by docker/build-push-action or commands, that neither read nor write a layer cache
#   (cache-from, cache-to): a fresh runner has no layers of its own. Builders that keep their layers between runs are
#   not recognised.
# related_resources:
# - ref: https://docs.docker.com/build/ci/github-actions/cache/
# custom:
#   severity: medium
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Build with buildx and give it cache-from and cache-to (type=gha or a registry).
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.image_layer_cache

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Image %s is built without a layer cache", [pipeline.image_name(image)])),
	"path": ["images", index, "built"],
} if {
	some index, image in input.images
	image.built.cache == false
	every earlier, other in input.images {
		_is_built_elsewhere(earlier, other, index, image)
	}
}

_is_built_elsewhere(earlier, _, index, _) if earlier >= index

_is_built_elsewhere(_, other, _, image) if other.built.at != image.built.at

_is_built_elsewhere(_, other, _, _) if not other.built.at

_is_built_elsewhere(_, _, _, image) if not image.built.at
