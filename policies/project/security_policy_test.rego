package nova.project.security_policy_test

import data.nova.project.security_policy

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_deploying := _fact("Pipeline", {"jobs": [], "images": [], "deployments": [{"job": "deploy"}]})

_pushing := _fact("Pipeline", {"jobs": [], "images": [{"pushed": true}], "deployments": []})

_application := _fact("ArgoApplication", {})

_files(found) := _fact("RepositoryFiles", {"security_policy": found})

_denied := {{"msg": "Nothing says how to report a vulnerability", "path": [0, "contents", "security_policy"]}}

test_a_repository_that_deploys_is_denied_without if {
	security_policy.deny == _denied with input as [_files(null), _deploying]
	security_policy.deny == _denied with input as [_files(null), _pushing]
	security_policy.deny == _denied with input as [_files(null), _application]
}

test_with_it_passes if security_policy.deny == set() with input as [_files({}), _deploying]

test_a_library_is_silent if security_policy.deny == set() with input as [_files(null)]
