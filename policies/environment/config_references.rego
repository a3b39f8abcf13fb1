# METADATA
# title: Secrets, ConfigMaps, accounts and claims that a pod names exist
# description: >-
#   References of pods (env, envFrom, volumes, serviceAccountName) to objects that nothing in the environment
#   makes, nor in another one that is applied beside it, or to keys that the object does not have; optional ones
#   pass. One finding per workload and object. Secrets are also made by ExternalSecrets, SealedSecrets,
#   Certificates, SecretProviderClasses and KafkaUsers. Where the environment makes no object of that kind in the
#   namespace, they are made elsewhere, and nothing is said; keys are known only of objects that nothing else
#   fills. imagePullSecrets are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/configmap/
# - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 1, reason: "one object or key per reference, and a pod that starts"}
#   remediation: >-
#     Deploy the object with the workload, name the one that exists, or mark the reference optional.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   parameters: []
package nova.environment.config_references

import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.references

deny contains {
	"msg": message.line(sprintf("%s needs %s %q, which is not there", [environment.title(workload), kind, name])),
	"path": paths[0],
	"related": array.slice(paths, 1, count(paths)),
} if {
	some workload, kinds in references.by_workload
	some kind, wanted in kinds
	names := references.provided[kind][environment.namespaces[workload]]
	some name, places in wanted
	not name in names
	not environment.elsewhere(kind, environment.namespaces[workload], name)
	paths := sort([place.path | some place in places])
}

deny contains {
	"msg": message.line(sprintf("%s needs %s of %s %q, which lacks it", [environment.title(workload), _listed(lacking), kind, name])),
	"path": lacking[0].path,
	"related": [entry.path | some position, entry in lacking; position > 0],
} if {
	some workload, kinds in references.by_workload
	some kind, wanted in kinds
	some name, places in wanted
	keys := _keys(kind, environment.namespaces[workload], name)
	count(keys) > 0
	lacking := sort([place |
		some place in places
		is_string(place.key)
		not place.key in keys
	])
	count(lacking) > 0
}

_listed(lacking) := sprintf("key %s", [lacking[0].key]) if count(lacking) == 1

_listed(lacking) := sprintf("key %s and %d more", [lacking[0].key, count(lacking) - 1]) if count(lacking) > 1

_keys(kind, namespace, name) := {key |
	some index in environment.named[kind][namespace][name]
	some field in {"binaryData", "data", "stringData"}
	some key, _ in kubernetes.mapping(environment.objects[index][field])
} if {
	not references.filled(namespace, name)
}
