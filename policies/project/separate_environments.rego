# METADATA
# title: Staging and production are separate environments
# description: >-
#   Asks that a repository whose overlays include one of staging and production has both, by the last segment of
#   their folders. Whether they build is kustomize/builds.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/guides/introduction/kustomize/#2-create-variants-using-overlays
# custom:
#   severity: medium
#   section: "4"
#   recommendation: kustomize-organization
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Add the missing overlay with its own hosts, replicas, images and secrets.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [KustomizeBuild]
#   parameters: []
package nova.project.separate_environments

import data.lib.repository

_names := {
	"staging": {"staging", "stage", "stg", "preprod"},
	"production": {"production", "prod", "prd", "live"},
}

deny contains {
	"msg": sprintf("There is no overlay for %s beside the one for %s", [missing, present]),
	"path": [min(_overlays(present)), "contents"],
} if {
	some missing, present in {"staging": "production", "production": "staging"}
	count(_overlays(missing)) == 0
	count(_overlays(present)) > 0
}

_overlays(environment) := {index |
	some index, build in repository.facts("KustomizeBuild")
	segments := split(build.metadata.name, "/")
	segments[count(segments) - 1] in _names[environment]
}
