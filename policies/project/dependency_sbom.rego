# METADATA
# title: Dependencies have a bill of materials
# description: >-
#   Asks for a step that writes a bill of materials of the dependencies (cargo cyclonedx, cargo sbom, syft on a
#   folder) where pipelines push images.
# related_resources:
# - ref: https://cyclonedx.org/
# custom:
#   severity: low
#   section: "6"
#   recommendation: P2-3
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Run cargo cyclonedx for the workspace in the pipeline that builds the release, and keep the file with the
#     release.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.project.dependency_sbom

import data.lib.repository

deny contains {
	"msg": "No pipeline writes a bill of materials of the dependencies",
	"path": repository.home(["image_push"]),
} if {
	_releases
	not _listed
}

_releases if {
	some pipeline in repository.facts("Pipeline")
	some image in pipeline.images
	image.pushed
}

_listed if {
	some step in repository.steps("dependency_sbom")
	step.runs
}
