package nova.project.code_owners_test

import data.nova.project.code_owners

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_deploying := _fact("Pipeline", {"jobs": [], "images": [], "deployments": [{"job": "deploy"}]})

_pushing := _fact("Pipeline", {"jobs": [], "images": [{"pushed": true}], "deployments": []})

_application := _fact("ArgoApplication", {})

_files(found) := _fact("RepositoryFiles", {"codeowners": found})

_denied := {{"msg": "No CODEOWNERS file names who reviews what", "path": [0, "contents", "codeowners"]}}

test_a_repository_that_deploys_is_denied_without if {
	code_owners.deny == _denied with input as [_files(null), _deploying]
	code_owners.deny == _denied with input as [_files(null), _pushing]
	code_owners.deny == _denied with input as [_files(null), _application]
}

test_with_it_passes if code_owners.deny == set() with input as [_files({}), _deploying]

test_a_library_is_silent if code_owners.deny == set() with input as [_files(null)]
