package nova.project.runbooks_test

import data.nova.project.runbooks

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_deploying := _fact("Pipeline", {"jobs": [], "images": [], "deployments": [{"job": "deploy"}]})

_pushing := _fact("Pipeline", {"jobs": [], "images": [{"pushed": true}], "deployments": []})

_application := _fact("ArgoApplication", {})

_files(found) := _fact("RepositoryFiles", {"runbooks": found})

_denied := {{"msg": "No runbook tells what to do in an incident", "path": [0, "contents", "runbooks"]}}

test_a_repository_that_deploys_is_denied_without if {
	runbooks.deny == _denied with input as [_files([]), _deploying]
	runbooks.deny == _denied with input as [_files([]), _pushing]
	runbooks.deny == _denied with input as [_files([]), _application]
}

test_with_it_passes if runbooks.deny == set() with input as [_files([{}]), _deploying]

test_a_library_is_silent if runbooks.deny == set() with input as [_files([])]
