package nova.kubernetes.kafka_topic_replication_test

import data.nova.kubernetes.kafka_topic_replication

_topic(spec) := {"apiVersion": "kafka.strimzi.io/v1beta2", "kind": "KafkaTopic", "metadata": {"name": "events"}, "spec": spec}

_insync := ["spec", "config", "min.insync.replicas"]

test_few_replicas_are_denied if {
	kafka_topic_replication.deny == {{"msg": "KafkaTopic \"events\" has 2 replicas", "path": ["spec", "replicas"]}} with input as _topic({"replicas": 2})
}

test_an_unstated_minimum_is_denied if {
	kafka_topic_replication.deny == {{"msg": "KafkaTopic \"events\" does not state min.insync.replicas", "path": _insync}} with input as _topic({"replicas": 3})
}

test_a_useless_minimum_is_denied if {
	every insync in [1, 3, "1"] {
		kafka_topic_replication.deny == {{
			"msg": sprintf("KafkaTopic \"events\" has min.insync.replicas %v of 3 replicas", [insync]),
			"path": _insync,
		}} with input as _topic({"replicas": 3, "config": {"min.insync.replicas": insync}})
	}
}

test_three_replicas_two_in_sync_pass if {
	every insync in [2, "2"] {
		count(kafka_topic_replication.deny) == 0 with input as _topic({"replicas": 3, "config": {"min.insync.replicas": insync}})
	}
}

test_defaults_of_the_cluster_and_odd_values_are_silent if {
	every spec in [{}, {"replicas": "3"}, {"replicas": 1.5}, 7] {
		count(kafka_topic_replication.deny) == 0 with input as _topic(spec)
	}
	count(kafka_topic_replication.deny) == 0 with input as object.union(_topic({"replicas": 1}), {"metadata": {"namespace": "dev"}})
}
