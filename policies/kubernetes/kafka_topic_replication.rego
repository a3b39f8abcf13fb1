# METADATA
# title: Kafka topics survive the loss of a broker
# description: >-
#   KafkaTopics with fewer than three replicas, or with min.insync.replicas below two or not below the replicas.
#   Absent replicas mean the cluster's default, which is not seen. min.insync.replicas may come from the broker's
#   default of one, so it must be stated where replicas are.
# related_resources:
# - ref: https://strimzi.io/docs/operators/latest/deploying#con-topics-str
# custom:
#   severity: medium
#   section: "3"
#   recommendation: kafka
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Set spec.replicas to 3 and spec.config "min.insync.replicas" to 2, and let producers use acks=all.
#   matchers:
#   - apiGroups: [kafka.strimzi.io]
#     kinds: [KafkaTopic]
#   parameters: [kafka_topic_replicas]
package nova.kubernetes.kafka_topic_replication

import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("KafkaTopic %q has %s", [kubernetes.name(input), message.amount(input.spec.replicas, "replica")])),
	"path": ["spec", "replicas"],
} if {
	_judged
	input.spec.replicas < parameters.kafka_topic_replicas
}

deny contains {
	"msg": message.line(sprintf("KafkaTopic %q does not state min.insync.replicas", [kubernetes.name(input)])),
	"path": ["spec", "config", "min.insync.replicas"],
} if {
	_judged
	input.spec.replicas >= parameters.kafka_topic_replicas
	not _insync
}

deny contains {
	"msg": message.line(sprintf("KafkaTopic %q has min.insync.replicas %d of %s", [kubernetes.name(input), _insync, message.amount(input.spec.replicas, "replica")])),
	"path": ["spec", "config", "min.insync.replicas"],
} if {
	_judged
	input.spec.replicas >= parameters.kafka_topic_replicas
	not _safe
	_insync
}

_judged if {
	input.kind == "KafkaTopic"
	is_number(input.spec.replicas)
	input.spec.replicas == floor(input.spec.replicas)
	not kubernetes.for_development(input)
}

_insync := input.spec.config["min.insync.replicas"] if is_number(input.spec.config["min.insync.replicas"])

_insync := to_number(input.spec.config["min.insync.replicas"]) if {
	is_string(input.spec.config["min.insync.replicas"])
	is_string(input.spec.config["min.insync.replicas"])
	regex.match(`^[0-9]{1,6}$`, input.spec.config["min.insync.replicas"])
}

_safe if {
	_insync >= 2
	_insync < input.spec.replicas
}
