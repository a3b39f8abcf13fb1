package nova.pipeline.tested_before_deploy_test

import data.nova.pipeline.tested_before_deploy

deployment(fields) := {"title": "Deploy", "deployments": [object.union({"job": "deploy", "runs": "always", "tested_by": []}, fields)]}

test_an_untested_deployment_is_denied if {
	found := tested_before_deploy.deny with input as deployment({})
	found == {{"msg": `Job "deploy" deploys what nothing has tested`, "path": ["deployments", 0]}}
}

test_two_deployments_are_two_denials if {
	found := tested_before_deploy.deny with input as {"deployments": [{"job": "a", "tested_by": []}, {"job": "b", "tested_by": []}]}
	{denial.path | some denial in found} == {["deployments", 0], ["deployments", 1]}
}

test_a_tested_deployment_passes if tested_before_deploy.deny == set() with input as deployment({"tested_by": [{"job": "test"}]})

test_rollbacks_and_dead_jobs_are_silent if {
	tested_before_deploy.deny == set() with input as deployment({"job": "rollback-production"})
	tested_before_deploy.deny == set() with input as deployment({"runs": "never"})
}
