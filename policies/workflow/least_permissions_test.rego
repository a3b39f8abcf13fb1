package nova.workflow.least_permissions_test

import data.nova.workflow.least_permissions

workflow(top, jobs) := object.union({"on": {"push": {}}, "jobs": jobs}, top)

test_no_permissions_are_denied if {
	found := least_permissions.deny with input as workflow({}, {"a": {"steps": []}, "b": {"permissions": {}}, "c": {"steps": []}})
	found == {{"msg": `Permissions are left to the repository's default for job "a" and 1 more`, "path": ["permissions"]}}
}

test_write_access_to_everything_is_denied if {
	found := least_permissions.deny with input as workflow({"permissions": "write-all"}, {"a": {}})
	found == {{"msg": "The workflow gives all jobs write access to everything", "path": ["permissions"]}}
}

test_write_access_for_all_jobs_is_denied if {
	found := least_permissions.deny with input as workflow({"permissions": {"contents": "write", "id-token": "write"}}, {"a": {}, "b": {}})
	found == {{"msg": "All 2 jobs get write access to contents, id-token", "path": ["permissions", "contents"]}}
}

test_a_job_with_access_to_everything_is_denied if {
	found := least_permissions.deny with input as workflow({"permissions": {}}, {"a": {"permissions": "write-all"}})
	found == {{"msg": `Job "a" has write access to everything`, "path": ["jobs", "a", "permissions"]}}
}

test_permissions_at_the_top_pass if least_permissions.deny == set() with input as workflow({"permissions": {"contents": "read"}}, {"a": {}, "b": {}})

test_permissions_in_every_job_pass if {
	least_permissions.deny == set() with input as workflow({}, {"a": {"permissions": {"contents": "write"}}, "b": {"permissions": "read-all"}})
}

test_write_access_for_the_only_job_passes if {
	least_permissions.deny == set() with input as workflow({"permissions": {"id-token": "write"}}, {"a": {}})
}

test_comments_on_pull_requests_pass if {
	least_permissions.deny == set() with input as workflow({"permissions": {"pull-requests": "write"}}, {"a": {}, "b": {}})
}

test_a_reusable_workflow_is_silent if {
	every event in {"workflow_call", ["workflow_call"], {"workflow_call": {"inputs": {}}}} {
		least_permissions.deny == set() with input as {"on": event, "jobs": {"a": {"steps": []}}}
	}
}

test_the_key_on_is_known_as_conftest_reads_it if {
	workflow := {"true": "workflow_call", "jobs": {"build": {"steps": []}}}
	least_permissions.deny == set() with input as workflow
	count(least_permissions.deny) == 1 with input as object.union(workflow, {"true": "push"})
}

test_odd_types_are_silent if least_permissions.deny == set() with input as {"on": 3, "permissions": 3, "jobs": []}
