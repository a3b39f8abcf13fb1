# METADATA
# title: Argo CD Applications point at something that builds
# description: >-
#   Looks at sources in this repository: the path exists, holds a kustomization, chart or manifests of its own,
#   builds, and is deployed by one Application only for each name. Sources in other repositories and templated paths
#   are not judged.
# related_resources:
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/application_sources/
# custom:
#   severity: high
#   section: "9"
#   recommendation: P3-2
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Point spec.source.path at a folder with a kustomization that builds, one per Application, and delete
#     Applications that nothing should sync.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [ArgoApplication]
#   parameters: []
package nova.project.gitops_sources

import data.lib.repository

deny contains {
	"msg": sprintf("Application %q points at %s, %s", [application.name, source.path, fault]),
	"path": [index, "contents", "sources", number, "path"],
	"related": [[index, "contents"]],
} if {
	some index, application in repository.facts("ArgoApplication")
	some number, source in application.sources
	is_string(source.path)
	not source.own_repository == false
	fault := _fault(source)
}

deny contains {
	"msg": sprintf("Application %q is defined twice", [application.name]),
	"path": [index, "contents"],
	"related": [[other, "contents"]],
} if {
	some index, application in repository.facts("ArgoApplication")
	some other, twin in repository.facts("ArgoApplication")
	other < index
	application.metadata.name == twin.metadata.name
}

_fault(source) := "which does not exist" if source.path_exists == false

_fault(source) := "which does not build" if {
	source.path_exists
	some build in repository.facts("KustomizeBuild")
	build.metadata.name == trim_suffix(source.path, "/")
	build.builds == false
}

_fault(source) := "which holds no kustomization, chart or manifest" if {
	source.path_exists
	source.has_kustomization == false
	source.has_chart == false
	source.has_manifests == false
}
