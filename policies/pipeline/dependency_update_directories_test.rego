package nova.pipeline.dependency_update_directories_test

import data.nova.pipeline.dependency_update_directories

update(fields) := object.union({"ecosystem": "cargo", "directory": "/backend", "manifest_exists": false}, fields)

test_a_folder_without_manifest_is_denied if {
	found := dependency_update_directories.deny with input as {"updates": [update({})]}
	found == {{"msg": "Updates of cargo look into /backend, where no manifest is", "path": ["updates", 0]}}
}

test_two_entries_are_two_denials if {
	found := dependency_update_directories.deny with input as {"updates": [update({}), update({"manifest_exists": true}), update({"ecosystem": "npm"})]}
	{denial.path | some denial in found} == {["updates", 0], ["updates", 2]}
}

test_known_and_unknown_manifests_pass if {
	dependency_update_directories.deny == set() with input as {"updates": [update({"manifest_exists": true}), update({"manifest_exists": null})]}
}
