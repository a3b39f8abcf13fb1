package nova.project.used_manifests_test

import data.nova.project.used_manifests

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind}, fields)}

_manifest(path) := _fact("UnusedManifest", {
	"metadata": {"name": path},
	"objects": [{"kind": "Service"}],
})

_pipeline(path) := _fact("Pipeline", {"deployments": [{"paths": [{"path": path}]}]})

_application(path, kustomization) := _fact("ArgoApplication", {"sources": [{"path": path, "has_kustomization": kustomization}]})

_denied := {{"msg": "Nothing deploys k8s/base/old.yaml", "path": [0, "contents"]}}

test_a_manifest_that_nothing_names_is_denied if {
	used_manifests.deny == _denied with input as [_manifest("k8s/base/old.yaml"), _pipeline("k8s/other")]
	used_manifests.deny == _denied with input as [_manifest("k8s/base/old.yaml"), _application("k8s/base", true)]
}

test_pipelines_name_files_and_folders if {
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), _pipeline("k8s/base/old.yaml")]
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), _pipeline("k8s/base/")]
}

test_applications_of_plain_folders_name_what_lies_in_them if {
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), _application("k8s/base", false)]
}

test_what_lies_beside_a_build_that_a_controller_deploys_is_denied if {
	pipeline := _fact("Pipeline", {"deployments": [{"gitops": true, "paths": [{"path": "k8s/base"}]}]})
	applied := _fact("Pipeline", {"deployments": [{"gitops": false, "paths": [{"path": "k8s/base"}]}]})
	build := _fact("KustomizeBuild", {"metadata": {"name": "k8s/base"}})
	used_manifests.deny == _denied with input as [_manifest("k8s/base/old.yaml"), pipeline, build]
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), pipeline]
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), applied, build]
}

test_examples_are_silent if {
	used_manifests.deny == set() with input as [_manifest("k8s/examples/old.yaml")]
}

test_applications_are_applied_by_hand if {
	manifest := _fact("UnusedManifest", {
		"metadata": {"name": "k8s/argocd/web.yaml"},
		"objects": [{"kind": "Application"}],
	})
	used_manifests.deny == set() with input as [manifest]
}

_skaffold(place) := {"path": "skaffold.yaml", "contents": {
	"apiVersion": "skaffold/v3",
	"kind": "Config",
	"manifests": {"rawYaml": [place]},
}}

test_skaffold_names_files_and_patterns if {
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), _skaffold("./k8s/base/old.yaml")]
	used_manifests.deny == set() with input as [_manifest("k8s/base/old.yaml"), _skaffold("k8s/base/*.yaml")]
	used_manifests.deny == _denied with input as [_manifest("k8s/base/old.yaml"), _skaffold("k8s/other/*.yaml")]
}
