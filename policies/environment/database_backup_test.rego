package nova.environment.database_backup_test

import data.nova.environment.database_backup

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_workload(kind, name, spec, pod) := {
	"apiVersion": "apps/v1",
	"kind": kind,
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": pod}}),
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_database := _workload("StatefulSet", "db", {}, {"containers": [{"image": "postgres:16"}]})

_job(container) := _object("batch/v1", "CronJob", "dump", {"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [container]}}}}}})

_denied := {{"msg": "StatefulSet \"db\" is a database that nothing in its environment backs up", "path": [0, "contents"]}}

test_databases_without_backup_are_denied if {
	database_backup.deny == _denied with input as _members([_database])
	database_backup.deny == _denied with input as _members([_database, _job({"command": ["vacuumdb"]})])
}

test_each_database_is_denied if {
	count(database_backup.deny) == 2 with input as _members([_database, _workload("Deployment", "docs", {}, {"containers": [{"image": "mongo:7"}]})])
}

test_backups_pass if {
	every backup in [
		_job({"args": ["-c", "pg_dump shop | gzip > /backup/shop.gz"]}),
		_job({"image": "velero/velero:v1"}),
		_object("velero.io/v1", "Schedule", "daily", {}),
		_object("postgresql.cnpg.io/v1", "ScheduledBackup", "daily", {}),
	] {
		count(database_backup.deny) == 0 with input as _members([_database, backup])
	}
	annotated := object.union(_database, {"spec": {"template": {"metadata": {"annotations": {"backup.velero.io/backup-volumes": "data"}}}}})
	count(database_backup.deny) == 0 with input as _members([annotated])
}

test_a_schedule_of_chaos_is_no_backup if {
	database_backup.deny == _denied with input as _members([_database, _object("chaos-mesh.org/v1alpha1", "Schedule", "kill", {})])
}

test_caches_applications_and_development_are_silent if {
	every image in ["redis:7", "shop/web:1", "elasticsearch:8.1.0"] {
		count(database_backup.deny) == 0 with input as _members([_workload("StatefulSet", "db", {}, {"containers": [{"image": image}]})])
	}
	count(database_backup.deny) == 0 with input as [{"path": "local/db.yaml", "contents": _database}]
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "StatefulSet"}}]] {
		count(database_backup.deny) == 0 with input as odd
	}
}
