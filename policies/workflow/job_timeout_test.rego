package nova.workflow.job_timeout_test

import data.nova.workflow.job_timeout

job(fields) := {"jobs": {"test": object.union({"runs-on": "ubuntu-latest", "steps": []}, fields)}}

test_no_limit_is_denied if {
	found := job_timeout.deny with input as job({})
	found == {{"msg": `Job "test" has no time limit of its own`, "path": ["jobs", "test", "timeout-minutes"]}}
}

test_a_long_limit_is_denied if {
	found := job_timeout.deny with input as job({"timeout-minutes": 121})
	found == {{"msg": `Job "test" may take 121 minutes`, "path": ["jobs", "test", "timeout-minutes"]}}
}

test_two_jobs_are_two_denials if {
	found := job_timeout.deny with input as {"jobs": {"a": {"steps": []}, "b": {"steps": []}}}
	{denial.path[1] | some denial in found} == {"a", "b"}
}

test_the_limit_itself_passes if job_timeout.deny == set() with input as job({"timeout-minutes": 120})

test_another_limit_is_a_parameter if {
	count(job_timeout.deny) == 1 with input as job({"timeout-minutes": 60}) with data.lib.parameters.job_timeout_minutes as 30
}

test_an_expression_passes if job_timeout.deny == set() with input as job({"timeout-minutes": "${{ inputs.minutes }}"})

test_a_reusable_workflow_is_silent if {
	job_timeout.deny == set() with input as {"jobs": {"call": {"uses": "./.github/workflows/x.yml"}}}
}

test_an_action_is_silent if job_timeout.deny == set() with input as {"runs": {"using": "composite", "steps": []}}
