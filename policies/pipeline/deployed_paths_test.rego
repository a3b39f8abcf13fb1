package nova.pipeline.deployed_paths_test

import data.nova.pipeline.deployed_paths

job(paths) := {"jobs": [{"id": "deploy", "steps": [{"name": "Deploy", "runs": "always", "commands": [{"program": "kubectl", "paths": paths}]}]}]}

test_a_missing_file_is_denied if {
	found := deployed_paths.deny with input as job([{"path": "k8s/kafka.yaml", "exists": false}])
	found == {{"msg": `Step "Deploy" deploys k8s/kafka.yaml, which does not exist`, "path": ["jobs", 0, "steps", 0, "commands", 0, "paths", 0]}}
}

test_two_missing_files_are_two_denials if {
	found := deployed_paths.deny with input as job([{"path": "a", "exists": false}, {"path": "b", "exists": false}])
	count(found) == 2
}

test_existing_and_unknown_files_pass if {
	deployed_paths.deny == set() with input as job([{"path": "a", "exists": true}, {"path": "b", "exists": null}])
}

test_dead_steps_are_silent if {
	deployed_paths.deny == set() with input as {"jobs": [{"steps": [{"runs": "never", "commands": [{"paths": [{"path": "a", "exists": false}]}]}]}]}
}
