# METADATA
# title: Chaos experiments are deployed
# description: >-
#   Where something is deployed to Kubernetes, asks for a Chaos Mesh or Litmus experiment that an Argo CD Application
#   or a deploying pipeline reaches, or for a pipeline that runs one. Experiments that nothing deploys, or whose
#   kustomization does not build, are named beside, one per file. What an experiment breaks is not judged.
# related_resources:
# - ref: https://chaos-mesh.org/docs/
# custom:
#   severity: low
#   section: "2"
#   recommendation: P2-4
#   capability: disaster-recovery
#   origin: report
#   remediation: >-
#     Deploy a schedule of one harmless experiment to staging, such as killing one pod of a service, and alert on what
#     users would notice.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Deployment, StatefulSet]
#   - apiGroups: [chaos-mesh.org, litmuschaos.io]
#     kinds: ["*"]
#   parameters: []
package nova.project.chaos_experiments

import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": _message,
	"path": repository.home(["deploy_kubernetes"]),
	"related": sort(_planned),
} if {
	count(repository.objects({"Deployment", "StatefulSet"})) > 0
	repository.deploys
	not _is_run
	every path in _planned {
		not _is_deployed(path[0])
	}
}

_message := "No chaos experiment tests what is deployed" if {
	count(_planned) == 0
} else := "Chaos experiments are planned, and nothing deploys them"

_planned := {[min(indices), "contents"] |
	some file in {input[index].path | some index in _experiments}
	indices := {index | some index in _experiments; input[index].path == file}
}

_experiments contains index if {
	some index, member in input
	is_object(member.contents)
	is_string(member.contents.apiVersion)
	regex.match(`^(?:chaos-mesh\.org|litmuschaos\.io)/`, member.contents.apiVersion)
	is_string(member.path)
}

# Below a folder that an Application or a deploying command names, or a file that a kustomization there refers to.
_is_deployed(index) if {
	some folder in _deployed_folders
	not _is_kustomization(folder)
	_is_below(input[index].path, folder)
}

_is_deployed(index) if {
	some build in repository.facts("KustomizeBuild")
	build.builds == true
	some folder in _deployed_folders
	folder == build.metadata.name
	some name in graph.reachable(_kustomizations, {folder})
	input[index].path in _kustomizations[name]
}

_kustomizations := {name: targets |
	some build in repository.facts("KustomizeBuild")
	name := build.metadata.name
	targets := {reference.target |
		some same in repository.facts("KustomizeBuild")
		same.metadata.name == name
		some reference in rust_crate.list(same, "references")
	}
}

_deployed_folders contains source.path if {
	some application in repository.facts("ArgoApplication")
	some source in rust_crate.list(application, "sources")
	source.path_exists == true
	is_string(source.path)
}

_deployed_folders contains named.path if {
	some pipeline in repository.facts("Pipeline")
	some deployment in rust_crate.list(pipeline, "deployments")
	some named in rust_crate.list(deployment, "paths")
	named.exists == true
	is_string(named.path)
}

_is_kustomization(folder) if {
	some build in repository.facts("KustomizeBuild")
	build.metadata.name == folder
}

_is_below(path, folder) if path == folder

_is_below(path, folder) if startswith(path, concat("", [folder, "/"]))

_is_run if {
	some step in repository.steps("chaos_test")
	step.runs
}
