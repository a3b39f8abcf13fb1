package nova.environment.database_replication_test

import data.nova.environment.database_replication

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_workload(kind, name, spec, pod) := {
	"apiVersion": "apps/v1",
	"kind": kind,
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": pod}}),
}

_database(spec, volumes) := _workload("Deployment", "db", spec, {"containers": [{"image": "postgres:16"}], "volumes": volumes})

_one := {"msg": "Deployment \"db\" is a database of one pod", "path": [0, "contents", "spec", "replicas"]}

_volatile := {"msg": "Deployment \"db\" is a database without a persistent volume", "path": [0, "contents", "spec", "template", "spec", "volumes"]}

_claim := [{"persistentVolumeClaim": {"claimName": "db"}}]

test_one_pod_without_a_volume_is_two_denials if {
	database_replication.deny == {_one, _volatile} with input as _members([_database({}, [{"emptyDir": {}}])])
}

test_one_pod_with_a_volume_is_denied if {
	database_replication.deny == {_one} with input as _members([_database({"replicas": 1}, _claim)])
	database_replication.deny == {_one} with input as _members([_database({"volumeClaimTemplates": [{}]}, [])])
}

test_two_pods_with_volumes_pass if count(database_replication.deny) == 0 with input as _members([_database({"replicas": 2}, _claim)])

test_two_pods_without_volumes_are_denied if database_replication.deny == {_volatile} with input as _members([_database({"replicas": 2}, [])])

test_other_images_and_development_are_silent if {
	count(database_replication.deny) == 0 with input as _members([_workload("Deployment", "web", {}, {"containers": [{"image": "web:1"}]})])
	count(database_replication.deny) == 0 with input as _members([object.union(_database({}, []), {"metadata": {"namespace": "dev"}})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "StatefulSet"}}]] {
		count(database_replication.deny) == 0 with input as odd
	}
}
