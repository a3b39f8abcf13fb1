package nova.project.chaos_experiments_test

import data.nova.project.chaos_experiments

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "test", "runs": "always", "steps": steps}], "deployments": [], "images": []})

_step(role, fields) := object.union({"roles": [role], "runs": "always", "can_fail": true, "commands": []}, fields)

_deployment := {"path": "k8s/shop/deployment.yaml", "contents": {"apiVersion": "apps/v1", "kind": "Deployment"}}

_experiment(path) := {"path": path, "contents": {"apiVersion": "chaos-mesh.org/v1alpha1", "kind": "PodChaos"}}

_application(folder) := _fact("ArgoApplication", {"sources": [{"path": folder, "path_exists": true}]})

_build(folder, builds, target) := _fact("KustomizeBuild", {"metadata": {"name": folder}, "builds": builds, "references": [{"target": target}]})

_denied(message, related) := {{"msg": message, "path": [0, "contents"], "related": related}}

_planned := "Chaos experiments are planned, and nothing deploys them"

test_none_is_denied if {
	chaos_experiments.deny == _denied("No chaos experiment tests what is deployed", []) with input as [_files, _deployment, _application("k8s/shop")]
}

test_experiments_that_nothing_deploys_are_denied_and_named_once_per_file if {
	chaos_experiments.deny == _denied(_planned, [[3, "contents"]]) with input as [
		_files,
		_deployment,
		_application("k8s/shop"),
		_experiment("k8s/chaos/pods.yaml"),
		_experiment("k8s/chaos/pods.yaml"),
	]
}

test_a_kustomization_that_does_not_build_deploys_nothing if {
	chaos_experiments.deny == _denied(_planned, [[3, "contents"]]) with input as [
		_files,
		_deployment,
		_application("k8s/chaos"),
		_experiment("k8s/chaos/pods.yaml"),
		_build("k8s/chaos", false, "k8s/chaos/pods.yaml"),
	]
}

test_deployed_experiments_pass if {
	chaos_experiments.deny == set() with input as [_files, _deployment, _application("k8s/chaos"), _experiment("k8s/chaos/pods.yaml")]
	chaos_experiments.deny == set() with input as [
		_files,
		_deployment,
		_application("k8s/overlay"),
		_experiment("k8s/chaos/pods.yaml"),
		_build("k8s/overlay", true, "k8s/chaos"),
		_build("k8s/chaos", true, "k8s/chaos/pods.yaml"),
	]
}

test_a_deploying_command_that_names_one_passes if {
	pipeline := _fact("Pipeline", {"jobs": [], "images": [], "deployments": [{"paths": [{"path": "k8s/chaos/pods.yaml", "exists": true}]}]})
	chaos_experiments.deny == set() with input as [_files, _deployment, pipeline, _experiment("k8s/chaos/pods.yaml")]
}

test_a_pipeline_that_runs_one_passes if {
	chaos_experiments.deny == set() with input as [_files, _deployment, _application("k8s/shop"), _pipeline([_step("chaos_test", {})])]
}

test_what_deploys_nothing_is_silent if {
	chaos_experiments.deny == set() with input as [_files, _deployment]
	chaos_experiments.deny == set() with input as [_files, _application("k8s/shop")]
}
