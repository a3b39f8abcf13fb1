# METADATA
# title: Integration tests run against the services that the code uses
# description: >-
#   Compares what service crates depend on (Kafka, ClickHouse, Elasticsearch, Neo4j, MongoDB, RabbitMQ, PostgreSQL,
#   Redis) with the service containers of jobs that run tests. A job that starts compose or a cluster, and tests that
#   start containers themselves, are trusted to start all. One denial, at the containers of the first such job,
#   names what is missing.
# related_resources:
# - ref: https://docs.github.com/en/actions/using-containerized-services/about-service-containers
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Add the missing services to the job, or start them from the tests with testcontainers.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.project.integration_services

import data.lib.message
import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("Integration tests run without %s, which services use", [concat(", ", sort(missing))])),
	"path": _paths[0],
	"related": array.slice(_paths, 1, count(_paths)),
} if {
	count(_test_jobs) > 0
	missing := _used - _provided
	count(missing) > 0
	not _starts_more
	count(rust_tests.container_tests) == 0
}

_clients := {
	"ClickHouse": `^(?:clickhouse|clickhouse-rs|klickhouse)$`,
	"Elasticsearch": `^(?:elasticsearch|opensearch)$`,
	"Kafka": `^(?:rdkafka|kafka|rskafka)$`,
	"MongoDB": `^mongodb$`,
	"Neo4j": `^(?:neo4rs|bolt-client)$`,
	"RabbitMQ": `^(?:lapin|amqprs)$`,
}

_images := {
	"ClickHouse": `clickhouse`,
	"Elasticsearch": `elasticsearch|opensearch`,
	"Kafka": `kafka|redpanda`,
	"MongoDB": `mongo`,
	"Neo4j": `neo4j`,
	"RabbitMQ": `rabbitmq`,
}

_used contains service if {
	some service, pattern in _clients
	some crate in rust_tests.services
	rust_crate.depends_on(crate, pattern)
}

_provided contains service if {
	some service, pattern in _images
	some job in _test_jobs
	some container in rust_crate.list(job, "services")
	is_string(container.image)
	regex.match(pattern, lower(container.image))
}

# Jobs that run tests beside service containers: those are the integration tests. The containers are where one is missing.
_test_jobs[path] := job if {
	some index, pipeline in repository.facts("Pipeline")
	some number, job in rust_crate.list(pipeline, "jobs")
	job.runs != "never"
	count(rust_crate.list(job, "services")) > 0
	some step in rust_crate.list(job, "steps")
	"cargo_test" in rust_crate.list(step, "roles")
	path := [index, "contents", "jobs", number, "services", 0]
}

_paths := sort(object.keys(_test_jobs))

_starts_more if {
	some job in _test_jobs
	some step in rust_crate.list(job, "steps")
	some command in rust_crate.list(step, "commands")
	command.program in {"docker", "docker-compose", "k3d", "kind", "minikube", "podman", "tilt"}
	some argument in rust_crate.list(command, "arguments")
	argument in {"cluster", "create", "run", "start", "up"}
}
