package nova.pipeline.existing_references_test

import data.nova.pipeline.existing_references

step(fields) := object.union({"name": "Setup", "runs": "always", "uses": null, "roles": [], "missing_directories": []}, fields)

job(steps) := {"jobs": [{"id": "build", "calls": null, "steps": steps}]}

test_a_missing_action_is_denied if {
	found := existing_references.deny with input as job([step({"uses": {"action": "./.github/actions/setup", "local": true, "exists": false}})])
	found == {{"msg": `Step "Setup" uses ./.github/actions/setup, which does not exist`, "path": ["jobs", 0, "steps", 0, "uses"]}}
}

test_a_missing_workflow_is_denied if {
	found := existing_references.deny with input as {"jobs": [{"id": "scan", "calls": {"workflow": "./.github/workflows/scan.yml", "exists": false}}]}
	found == {{"msg": `Job "scan" calls ./.github/workflows/scan.yml, which does not exist`, "path": ["jobs", 0, "calls"]}}
}

test_a_missing_dockerfile_is_denied if {
	built := {"dockerfile": "${{ matrix.service }}/Dockerfile", "dockerfile_exists": false, "missing_dockerfiles": ["feed/Dockerfile"]}
	denied := "Image nova/feed is built from feed/Dockerfile: no such file"
	existing_references.deny == {{"msg": denied, "path": ["images", 0, "built"]}} with input as {"images": [{
		"repositories": ["nova/feed"],
		"built": built,
	}]}
	two := object.union(built, {"missing_dockerfiles": ["feed/Dockerfile", "cart/Dockerfile"]})
	found := existing_references.deny with input as {"images": [{"repositories": ["nova/feed"], "built": two}]}
	{denial.msg | some denial in found} == {"Image nova/feed is built from cart/Dockerfile and 1 more: no such file"}
}

test_a_missing_folder_is_denied if {
	found := existing_references.deny with input as job([step({"missing_directories": ["web", "app"]})])
	found == {{"msg": `Step "Setup" works in app, which does not exist`, "path": ["jobs", 0, "steps", 0]}}
}

test_two_missing_actions_are_two_denials if {
	missing := step({"uses": {"action": "./x", "local": true, "exists": false}})
	found := existing_references.deny with input as job([missing, missing])
	count(found) == 2
}

test_what_exists_passes if {
	existing_references.deny == set() with input as object.union(
		job([
			step({"uses": {"action": "./x", "local": true, "exists": true}}),
			step({"uses": {"action": "actions/checkout", "local": false, "exists": null}}),
			step({"roles": ["cargo_test"], "missing_directories": ["feed"]}),
		]),
		{"images": [{"built": null}, {"built": {"dockerfile": null, "dockerfile_exists": null}}]},
	)
}

test_a_folder_that_an_earlier_step_may_make_is_silent if {
	prebuild := step({"working_directory": "./app", "commands": [{"program": "npx"}]})
	pods := step({"missing_directories": ["app/ios"]})
	existing_references.deny == set() with input as {"jobs": [{"id": "ios", "steps": [prebuild, pods]}]}
	count(existing_references.deny) == 1 with input as {"jobs": [{"id": "ios", "steps": [pods, prebuild]}]}
}
