package nova.pipeline.reachable_jobs_test

import data.nova.pipeline.reachable_jobs

pipeline(fields) := object.union({"disabled": null, "triggers": [], "jobs": []}, fields)

job(fields) := object.union({"id": "notify", "runs": "always", "runs_reason": null, "needs": []}, fields)

test_an_unknown_workflow_is_denied if {
	found := reachable_jobs.deny with input as pipeline({"triggers": [{"event": "workflow_run", "workflows": [{"name": "CI", "exists": true}, {"name": "Nova CI", "exists": false}]}]})
	found == {{"msg": `No workflow is called "Nova CI", which is to start this one`, "path": ["triggers", 0, "workflows", 1]}}
}

test_a_workflow_that_is_off_is_one_denial if {
	found := reachable_jobs.deny with input as pipeline({
		"disabled": {"reason": "no branch is meant"},
		"jobs": [job({"runs": "never", "runs_reason": "if: false"})],
	})
	found == {{"msg": "Nothing starts this workflow: no branch is meant", "path": ["disabled"]}}
}

test_an_unknown_job_is_denied if {
	found := reachable_jobs.deny with input as pipeline({"jobs": [job({"needs": [{"job": "scan", "exists": false}]})]})
	found == {{"msg": `Job "notify" needs "scan", which does not exist`, "path": ["jobs", 0, "needs", 0]}}
}

test_a_condition_that_never_holds_is_denied if {
	found := reachable_jobs.deny with input as pipeline({"jobs": [job({"runs": "never", "runs_reason": "if: github.event_name == 'push'"})]})
	found == {{"msg": `Job "notify" never runs: if: github.event_name == 'push'`, "path": ["jobs", 0]}}
}

test_what_follows_from_it_is_silent if {
	reachable_jobs.deny == set() with input as pipeline({"jobs": [job({"runs": "never", "runs_reason": "needs job scan, which never runs"})]})
}

test_two_dead_jobs_are_two_denials if {
	dead := job({"runs": "never", "runs_reason": "if: false"})
	found := reachable_jobs.deny with input as pipeline({"jobs": [dead, dead]})
	{denial.path | some denial in found} == {["jobs", 0], ["jobs", 1]}
}

test_jobs_that_run_pass if {
	reachable_jobs.deny == set() with input as pipeline({
		"triggers": [{"event": "push", "workflows": []}],
		"jobs": [job({"needs": [{"job": "a", "exists": true}]}), job({"runs": "conditional", "runs_reason": "if: secrets"}), job({"runs": "on_failure"})],
	})
}

test_jobs_that_never_run_speak_for_their_workflow if {
	found := reachable_jobs.deny with input as pipeline({
		"disabled": {"reason": "no job ever runs"},
		"jobs": [job({"runs": "never", "runs_reason": "if: false"})],
	})
	found == {{"msg": `Job "notify" never runs: if: false`, "path": ["jobs", 0]}}
}
