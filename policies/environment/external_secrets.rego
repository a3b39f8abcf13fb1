# METADATA
# title: Secrets come from an external store
# description: >-
#   An environment with literal secrets, or with workloads that name Secrets which nothing in it makes, and
#   without any ExternalSecret, SealedSecret or SecretProviderClass: one finding, at the first such Secret or
#   reference. And ExternalSecrets whose SecretStore is not in their namespace, or whose ClusterSecretStore is not
#   in the environment. What another environment brings that is applied beside it counts; stores that a platform
#   team deploys from another repository are not seen.
# related_resources:
# - ref: https://external-secrets.io/latest/introduction/overview/
# custom:
#   severity: high
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Install the External Secrets Operator, deploy a store for the namespace, and let an ExternalSecret make each
#     Secret.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Secret, Pod]
#   - apiGroups: [external-secrets.io]
#     kinds: [ExternalSecret]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   parameters: []
package nova.environment.external_secrets

import data.lib.environment
import data.lib.kubernetes
import data.lib.literal
import data.lib.message
import data.lib.references

deny contains {
	"msg": message.line(sprintf("Secrets of this environment come from no store: %s", [_why])),
	"path": _place,
} if {
	not _stores
}

deny contains {
	"msg": message.line(sprintf("ExternalSecret %q names the %s %q, which is not there", [kubernetes.name(environment.objects[members[0]]), kind, store])),
	"path": environment.at(members[0], ["spec", "secretStoreRef", "name"]),
	"related": [environment.at(index, ["spec", "secretStoreRef", "name"]) | some position, index in members; position > 0],
} if {
	some [namespace, kind, store], indices in _missing
	members := sort(indices)
}

_stores if {
	some kind in {"ClusterExternalSecret", "ExternalSecret", "SealedSecret", "SecretProviderClass"}
	count(environment.of_kind[kind]) > 0
}

_why := sprintf("Secret %q holds literals", [kubernetes.name(environment.objects[min(_literal)])]) if count(_literal) > 0

_why := sprintf("nothing makes %q", [_unmade[1]]) if count(_literal) == 0

_place := environment.head(min(_literal)) if count(_literal) > 0

_place := _unmade[0] if count(_literal) == 0

_literal contains index if {
	some index in environment.of_kind.Secret
	not index in environment.development
	count(literal.secrets(environment.objects[index])) > 0
}

# The first of them; undefined where there is none.
_unmade := min([[found.path, found.name] |
	some found in references.all
	found.kind == "Secret"
	not found.workload in environment.development
	not _made(found)
])

_made(found) if found.name in references.secrets[environment.namespaces[found.workload]]

_made(found) if environment.elsewhere("Secret", environment.namespaces[found.workload], found.name)

_missing[[namespace, kind, store]] contains index if {
	some index in environment.of_kind.ExternalSecret
	namespace := environment.namespaces[index]
	reference := environment.objects[index].spec.secretStoreRef
	store := reference.name
	is_string(store)
	kind := object.get(reference, "kind", "SecretStore")
	kind in {"ClusterSecretStore", "SecretStore"}
	not _store_exists(kind, namespace, store)
}

_store_exists("SecretStore", namespace, name) if environment.named.SecretStore[namespace][name]

_store_exists("SecretStore", namespace, name) if environment.elsewhere("SecretStore", namespace, name)

_store_exists("ClusterSecretStore", _, name) if environment.elsewhere("ClusterSecretStore", "", name)

_store_exists("ClusterSecretStore", _, name) if {
	some index in environment.of_kind.ClusterSecretStore
	kubernetes.name(environment.objects[index]) == name
}
