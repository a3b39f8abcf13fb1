package nova.pipeline.coverage_per_service_test

import data.nova.pipeline.coverage_per_service

run(fields) := object.union({"job": "coverage", "tool": "tarpaulin", "workspace": true, "matrix_job": false, "flags": [], "upload": false}, fields)

upload(flags) := run({"upload": true, "workspace": false, "flags": flags})

test_the_whole_workspace_is_denied if {
	found := coverage_per_service.deny with input as {"coverage": [run({}), upload(["backend"])]}
	found == {{"msg": `Job "coverage" measures coverage for the whole workspace at once`, "path": ["coverage", 0]}}
}

test_two_jobs_are_two_denials if {
	found := coverage_per_service.deny with input as {"coverage": [run({}), run({"job": "nightly"})]}
	{denial.path | some denial in found} == {["coverage", 0], ["coverage", 1]}
}

test_a_matrix_passes if coverage_per_service.deny == set() with input as {"coverage": [run({"matrix_job": true})]}

test_single_packages_pass if coverage_per_service.deny == set() with input as {"coverage": [run({"workspace": false})]}

test_flags_of_services_pass if coverage_per_service.deny == set() with input as {"coverage": [run({}), upload(["auth"]), upload(["feed"])]}
