package nova.project.cloud_log_retention_test

import data.nova.project.cloud_log_retention

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_terraform(services, groups) := _fact("RepositoryFiles", {"terraform": {"ecs_services": services, "log_groups": groups}})

test_tasks_without_a_log_group_are_denied if {
	cloud_log_retention.deny == {{
		"msg": "The output of ECS tasks goes to no log group",
		"path": [0, "contents", "terraform", "ecs_services", 0],
	}} with input as [_terraform([{"name": "a"}, {"name": "b"}], [])]
}

test_a_log_group_passes if cloud_log_retention.deny == set() with input as [_terraform([{"name": "a"}], [{"name": "ecs"}])]

test_without_tasks_it_is_silent if {
	cloud_log_retention.deny == set() with input as [_terraform([], [])]
	cloud_log_retention.deny == set() with input as [_fact("RepositoryFiles", {"terraform": null})]
}
