package nova.project.integration_services_test

import data.nova.project.integration_services

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_service := {
	"metadata": {"name": "shop"},
	"directory": "shop",
	"workspace_member": true,
	"targets": [{"kind": "bin", "exists": true}],
	"http_apps": [{}],
}

_crate(fields) := _fact("RustCrate", object.union(_service, fields))

_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "test", "runs": "always", "steps": steps}], "deployments": [], "images": []})

_step(role, fields) := object.union({"roles": [role], "runs": "always", "can_fail": true, "commands": []}, fields)

_test(topic, fields) := object.union(
	{
		"name": "t",
		"at": {"path": "shop/tests/t.rs"},
		"target_kind": "test",
		"reachable": true,
		"ignored": false,
		"empty": false,
		"constant_assert": false,
		"can_fail": true,
		"imports_crate": true,
		"calls": [],
		"topics": [topic],
		"status_codes": [],
	},
	fields,
)

_dependency(name) := {"name": name, "package": name, "kind": "normal"}

_shop(names) := _crate({"dependencies": [_dependency(name) | some name in names]})

_job(images, commands) := _fact("Pipeline", {"jobs": [
	{"id": "lint", "runs": "always", "services": [], "steps": []},
	{
		"id": "integration",
		"runs": "always",
		"services": [{"name": "s", "image": image} | some image in images],
		"steps": [_step("cargo_test", {"commands": commands})],
	},
]})

test_missing_services_are_denied_once if {
	integration_services.deny == {{
		"msg": "Integration tests run without Kafka, Neo4j, which services use",
		"path": [1, "contents", "jobs", 1, "services", 0],
		"related": [],
	}} with input as [_shop(["rdkafka", "neo4rs", "clickhouse"]), _job(["clickhouse/clickhouse-server:24"], [])]
	integration_services.deny == {{
		"msg": "Integration tests run without Kafka, which services use",
		"path": [1, "contents", "jobs", 1, "services", 0],
		"related": [[2, "contents", "jobs", 1, "services", 0]],
	}} with input as [_shop(["rdkafka"]), _job(["postgres:16"], []), _job(["redis:7"], [])]
}

test_provided_services_pass if {
	integration_services.deny == set() with input as [_shop(["rdkafka"]), _job(["postgres:15", "bitnami/kafka:3.7"], [])]
}

test_compose_is_trusted if {
	up := {"program": "docker", "arguments": ["compose", "up", "-d"]}
	integration_services.deny == set() with input as [_shop(["rdkafka"]), _job(["postgres:15"], [up])]
}

test_tests_that_start_containers_are_trusted if {
	tests := [_test("consistency", {"calls": ["GenericImage::new"]})]
	crate := _crate({"dependencies": [_dependency("rdkafka")], "tests": tests})
	integration_services.deny == set() with input as [crate, _job(["postgres:15"], [])]
}

test_without_integration_tests_it_is_silent if {
	integration_services.deny == set() with input as [_shop(["rdkafka"]), _job([], [])]
}
