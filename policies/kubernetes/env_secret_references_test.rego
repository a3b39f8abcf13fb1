package nova.kubernetes.env_secret_references_test

import data.nova.kubernetes.env_secret_references

_deployment(env) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": {"template": {"spec": {"containers": [{"name": "web", "env": env}]}}},
}

_path(index) := ["spec", "template", "spec", "containers", 0, "env", index, "value"]

test_literals_are_denied if {
	env_secret_references.deny == {
		{"msg": "Deployment \"web\" has a literal secret in variable DB_PASSWORD", "path": _path(0), "related": []},
		{"msg": "Deployment \"web\" has a literal secret in variable QUEUE_URL", "path": _path(2), "related": []},
	} with input as _deployment([
		{"name": "DB_PASSWORD", "value": "not-a-real-secret"},
		{"name": "DB_USER", "value": "web"},
		{"name": "QUEUE_URL", "value": "amqp://web:another-unreal-one@queue"},
	])
}

test_init_containers_and_cron_jobs_are_judged if {
	pod := {"initContainers": [{"name": "migrate", "env": [{"name": "PGPASSWORD", "value": "not-a-real-secret"}]}]}
	job := {"kind": "CronJob", "metadata": {"name": "web"}, "spec": {"jobTemplate": {"spec": {"template": {"spec": pod}}}}}
	env_secret_references.deny == {{
		"msg": "CronJob \"web\" has a literal secret in variable PGPASSWORD",
		"path": ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "env", 0, "value"],
		"related": [],
	}} with input as job
}

test_references_and_other_variables_pass if {
	count(env_secret_references.deny) == 0 with input as _deployment([
		{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
		{"name": "DATABASE_URL", "value": "postgres://web:$(DB_PASSWORD)@db/web"},
		{"name": "JWT_SECRET", "value": "${JWT_SECRET}"},
		{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/password"},
		{"name": "SECRET_NAME", "value": "web"},
		{"name": "TOKEN_TTL", "value": "15m"},
		{"name": "API_TOKEN_ENABLED", "value": "true"},
	])
}

test_development_and_odd_objects_are_silent if {
	literal := _deployment([{"name": "DB_PASSWORD", "value": "not-a-real-secret"}])
	count(env_secret_references.deny) == 0 with input as object.union(literal, {"metadata": {"namespace": "local"}})
	every odd in [_deployment(7), _deployment(["odd"]), _deployment([{"name": 7, "value": []}]), {"kind": "Pod"}, null] {
		count(env_secret_references.deny) == 0 with input as odd
	}
}
