package nova.workflow.coverage_upload_test

import data.nova.workflow.coverage_upload

job(step) := {"jobs": {"coverage": {"steps": [step]}}}

codecov(arguments) := {"name": "Upload", "uses": "codecov/codecov-action@v4", "with": arguments}

message := `A failure of the coverage upload "Upload" is ignored`

test_false_is_denied if {
	found := coverage_upload.deny with input as job(codecov({"fail_ci_if_error": false}))
	found == {{"msg": message, "path": ["jobs", "coverage", "steps", 0, "with", "fail_ci_if_error"], "related": []}}
}

test_the_default_is_denied if {
	found := coverage_upload.deny with input as job(codecov({"files": "cobertura.xml"}))
	found == {{"msg": message, "path": ["jobs", "coverage", "steps", 0, "with"], "related": []}}
}

test_a_second_reason_is_related if {
	found := coverage_upload.deny with input as job(object.union(codecov({"fail_ci_if_error": "false"}), {"continue-on-error": true}))
	found == {{
		"msg": message,
		"path": ["jobs", "coverage", "steps", 0, "with", "fail_ci_if_error"],
		"related": [["jobs", "coverage", "steps", 0, "continue-on-error"]],
	}}
}

test_going_on_after_an_error_is_denied if {
	found := coverage_upload.deny with input as job({"uses": "coverallsapp/github-action@v2", "continue-on-error": true})
	{denial.path | some denial in found} == {["jobs", "coverage", "steps", 0, "continue-on-error"]}
}

test_coveralls_that_never_fails_is_denied if {
	found := coverage_upload.deny with input as job({"uses": "coverallsapp/github-action@v2", "with": {"fail-on-error": false}})
	{denial.path | some denial in found} == {["jobs", "coverage", "steps", 0, "with", "fail-on-error"]}
}

test_two_uploads_are_two_denials if {
	found := coverage_upload.deny with input as {"jobs": {"a": {"steps": [codecov({}), codecov({})]}}}
	count(found) == 2
}

test_an_upload_that_fails_passes if {
	every value in {true, "true", "${{ github.event_name == 'push' }}"} {
		coverage_upload.deny == set() with input as job(codecov({"fail_ci_if_error": value}))
	}
}

test_coveralls_passes_as_it_is if coverage_upload.deny == set() with input as job({"uses": "coverallsapp/github-action@v2"})

test_other_actions_are_silent if {
	coverage_upload.deny == set() with input as job({"uses": "actions/upload-artifact@v4", "continue-on-error": true})
}

test_coveralls_that_may_fail_is_denied if {
	step := {"name": "Upload", "uses": "coverallsapp/github-action@v2", "with": {"fail-on-error": "false"}}
	found := coverage_upload.deny with input as job(step)
	found == {{"msg": message, "path": ["jobs", "coverage", "steps", 0, "with", "fail-on-error"], "related": []}}
}

test_an_upload_without_inputs_is_denied if {
	found := coverage_upload.deny with input as job({"name": "Upload", "uses": "codecov/codecov-action@v4"})
	found == {{"msg": message, "path": ["jobs", "coverage", "steps", 0, "with"], "related": []}}
}
