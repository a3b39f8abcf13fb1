# METADATA
# title: The Kafka cluster that topics belong to is deployed
# description: >-
#   KafkaTopics and KafkaUsers are only data for Strimzi's operator: the cluster that their label strimzi.io/cluster
#   names must be a Kafka of the environment, or of another one that is applied beside it. One finding per missing
#   cluster. A Kafka deployed from another repository is not seen.
# related_resources:
# - ref: https://strimzi.io/docs/operators/latest/deploying#type-KafkaTopic-reference
# custom:
#   severity: high
#   section: "3"
#   recommendation: kafka
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Deploy Strimzi's operator and the Kafka of that name with the topics, or create the topics where the cluster
#     is managed (MSK, Terraform).
#   matchers:
#   - apiGroups: [kafka.strimzi.io]
#     kinds: [KafkaTopic, KafkaUser]
#   parameters: []
package nova.environment.kafka_operator

import data.lib.environment
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Kafka cluster %q is not there, to which topics and users belong: %d", [cluster, count(members)])),
	"path": environment.head(members[0]),
	"related": [environment.head(index) | some position, index in members; position > 0],
} if {
	some cluster, indices in _clusters
	not cluster in _deployed
	members := sort(indices)
}

_clusters[cluster] contains index if {
	some kind in {"KafkaTopic", "KafkaUser"}
	some index in environment.of_kind[kind]
	cluster := environment.objects[index].metadata.labels["strimzi.io/cluster"]
	is_string(cluster)
	not environment.elsewhere("Kafka", environment.namespaces[index], cluster)
}

_deployed := {kubernetes.name(environment.objects[index]) | some index in environment.of_kind.Kafka}
