package nova.environment.kafka_operator_test

import data.nova.environment.kafka_operator

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_topic(name, cluster) := _object("kafka.strimzi.io/v1beta2", "KafkaTopic", name, {"metadata": {"labels": {"strimzi.io/cluster": cluster}}})

test_a_missing_cluster_is_one_denial if {
	kafka_operator.deny == {{
		"msg": "Kafka cluster \"events\" is not there, to which topics and users belong: 2",
		"path": [0, "contents"],
		"related": [[1, "contents"]],
	}} with input as _members([_topic("a", "events"), _topic("b", "events")])
}

test_each_missing_cluster_is_denied if {
	{denial.path | some denial in kafka_operator.deny} == {[0, "contents"], [1, "contents"]} with input as _members([_topic("a", "one"), _topic("b", "two")])
}

test_a_deployed_cluster_passes if {
	count(kafka_operator.deny) == 0 with input as _members([_topic("a", "events"), _object("kafka.strimzi.io/v1beta2", "Kafka", "events", {})])
}

test_topics_without_the_label_are_silent if {
	count(kafka_operator.deny) == 0 with input as _members([_object("kafka.strimzi.io/v1beta2", "KafkaTopic", "a", {})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "KafkaTopic"}}]] {
		count(kafka_operator.deny) == 0 with input as odd
	}
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_a_cluster_of_another_environment_passes_in_its_namespace if {
	count(kafka_operator.deny) == 0 with input as _members([_topic("a", "events"), _elsewhere("Kafka", "shop", "events")])
	count(kafka_operator.deny) == 1 with input as _members([_topic("a", "events"), _elsewhere("Kafka", "other", "events")])
}
