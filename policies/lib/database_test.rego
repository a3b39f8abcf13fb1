package lib.database_test

import data.lib.database

_workload(kind, image) := {
	"apiVersion": "apps/v1",
	"kind": kind,
	"metadata": {"name": "db"},
	"spec": {"template": {"spec": {"containers": [{"image": image}]}}},
}

_in(path, object) := [{"path": path, "contents": object}]

test_databases_are_known_by_their_images if {
	every image in ["postgres:16", "bitnami/postgresql:16", "mongo:7", "clickhouse/clickhouse-server:24.8"] {
		database.workloads == {0} with input as _in("k8s/db.yaml", _workload("StatefulSet", image))
	}
	database.workloads == {0} with input as _in("k8s/db.yaml", _workload("Deployment", "acme-db:1")) with data.lib.parameters.database_images as ["acme"]
}

test_others_are_none if {
	database.workloads == set() with input as _in("k8s/db.yaml", _workload("StatefulSet", "redis:7"))
	database.workloads == set() with input as _in("k8s/db.yaml", _workload("DaemonSet", "postgres:16"))
	database.workloads == set() with input as _in("local/db.yaml", _workload("StatefulSet", "postgres:16"))
}
