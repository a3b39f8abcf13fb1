package nova.project.separate_environments_test

import data.nova.project.separate_environments

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_builds(folders) := [_fact("KustomizeBuild", {"metadata": {"name": folder}}) | some folder in folders]

test_production_without_staging_is_denied if {
	separate_environments.deny == {{
		"msg": "There is no overlay for staging beside the one for production",
		"path": [1, "contents"],
	}} with input as _builds(["k8s/base", "k8s/overlays/prod"])
}

test_staging_without_production_is_denied if {
	separate_environments.deny == {{
		"msg": "There is no overlay for production beside the one for staging",
		"path": [0, "contents"],
	}} with input as _builds(["k8s/overlays/stage"])
}

test_both_pass if separate_environments.deny == set() with input as _builds(["overlays/staging", "overlays/production"])

test_neither_is_silent if separate_environments.deny == set() with input as _builds(["k8s/base", "k8s/dev"])
