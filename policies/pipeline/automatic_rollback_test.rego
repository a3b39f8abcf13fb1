package nova.pipeline.automatic_rollback_test

import data.nova.pipeline.automatic_rollback

at := {"path": ".github/workflows/deploy.yml", "line": 9, "column": 9}

deployment(fields) := {"deployments": [object.union(
	{
		"job": "deploy", "at": at, "runs": "always", "kind": "kubernetes", "gitops": false,
		"waits": [{"at": at, "can_fail": true}],
		"rollbacks": [{"at": at, "automatic": true}],
	},
	fields,
)]}

test_a_deployment_that_does_not_wait_is_denied if {
	found := automatic_rollback.deny with input as deployment({"waits": []})
	found == {{"msg": `Job "deploy" deploys and does not wait for the rollout`, "path": ["deployments", 0], "related": [["deployments", 0, "rollbacks", 0]]}}
}

test_a_wait_that_cannot_fail_is_denied if {
	found := automatic_rollback.deny with input as deployment({"waits": [{"at": at, "can_fail": false}]})
	{[denial.msg, denial.path] | some denial in found} == {[`Job "deploy" deploys and ignores a rollout that fails`, ["deployments", 0, "waits", 0]]}
}

test_a_deployment_without_rollback_is_denied if {
	found := automatic_rollback.deny with input as deployment({"rollbacks": []})
	found == {{"msg": `Job "deploy" deploys and takes nothing back when the rollout fails`, "path": ["deployments", 0, "waits", 0], "related": []}}
}

test_a_rollback_by_hand_is_denied_and_related if {
	found := automatic_rollback.deny with input as deployment({"rollbacks": [{"at": at, "automatic": false}]})
	{denial.related | some denial in found} == {[["deployments", 0, "rollbacks", 0]]}
}

test_two_deployments_are_two_denials if {
	one := deployment({"waits": []}).deployments[0]
	found := automatic_rollback.deny with input as {"deployments": [one, object.union(one, {"job": "other"})]}
	{denial.path | some denial in found} == {["deployments", 0], ["deployments", 1]}
}

test_a_deployment_that_waits_and_takes_back_passes if automatic_rollback.deny == set() with input as deployment({})

test_gitops_other_platforms_and_dead_jobs_are_silent if {
	every fields in [{"gitops": true}, {"kind": "other"}, {"runs": "never"}] {
		automatic_rollback.deny == set() with input as deployment(object.union({"waits": []}, fields))
	}
}

test_odd_types_are_silent if automatic_rollback.deny == set() with input as {"deployments": [3, {"kind": 3}, null]}
