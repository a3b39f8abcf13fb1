package nova.project.ecs_rollback_test

import data.nova.project.ecs_rollback

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_services(services) := [_fact("RepositoryFiles", {"terraform": {"ecs_services": services}})]

test_a_service_without_rollback_is_denied if {
	ecs_rollback.deny == {{
		"msg": "ECS service \"api\" does not roll back a failed deployment",
		"path": [0, "contents", "terraform", "ecs_services", 0],
	}} with input as _services([{"name": "api", "rollback": false}, {"name": "web", "rollback": true}])
}

test_services_that_roll_back_pass if ecs_rollback.deny == set() with input as _services([{"name": "web", "rollback": true}])
