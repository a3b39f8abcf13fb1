package nova.environment.external_secrets_test

import data.nova.environment.external_secrets

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_secret := _object("v1", "Secret", "web", {"stringData": {"password": "not-a-real-secret"}})

_pod := _object("v1", "Pod", "web", {"spec": {"containers": [{"envFrom": [{"secretRef": {"name": "web"}}]}]}})

_external(kind) := _object("external-secrets.io/v1", "ExternalSecret", "web", {"spec": {"secretStoreRef": {"kind": kind, "name": "vault"}}})

test_literals_without_a_store_are_one_denial if {
	external_secrets.deny == {{
		"msg": "Secrets of this environment come from no store: Secret \"web\" holds literals",
		"path": [0, "contents"],
	}} with input as _members([_secret, _secret, _pod])
}

test_references_that_nothing_makes_are_one_denial if {
	external_secrets.deny == {{
		"msg": "Secrets of this environment come from no store: nothing makes \"web\"",
		"path": [0, "contents", "spec", "containers", 0, "envFrom", 0, "secretRef", "name"],
	}} with input as _members([_pod, _pod])
}

test_a_missing_store_is_denied if {
	external_secrets.deny == {{
		"msg": "ExternalSecret \"web\" names the SecretStore \"vault\", which is not there",
		"path": [0, "contents", "spec", "secretStoreRef", "name"],
		"related": [[1, "contents", "spec", "secretStoreRef", "name"]],
	}} with input as _members([_external("SecretStore"), _external("SecretStore")])
	other := {"apiVersion": "external-secrets.io/v1", "kind": "SecretStore", "metadata": {"name": "vault", "namespace": "other"}}
	count(external_secrets.deny) == 1 with input as _members([_external("SecretStore"), other])
}

test_stores_that_are_there_pass if {
	own := _object("external-secrets.io/v1", "SecretStore", "vault", {})
	count(external_secrets.deny) == 0 with input as _members([_external("SecretStore"), own, _pod])
	cluster := {"apiVersion": "external-secrets.io/v1", "kind": "ClusterSecretStore", "metadata": {"name": "vault"}}
	count(external_secrets.deny) == 0 with input as _members([_external("ClusterSecretStore"), cluster, _secret])
}

test_sealed_secrets_pass if {
	count(external_secrets.deny) == 0 with input as _members([_pod, _object("bitnami.com/v1alpha1", "SealedSecret", "web", {})])
}

test_secrets_that_something_fills_in_pass if {
	secret := _object("v1", "Secret", "web", {"stringData": {"password": "${PASSWORD}"}})
	count(external_secrets.deny) == 0 with input as _members([_pod, secret])
}

test_environments_without_secrets_and_development_are_silent if {
	count(external_secrets.deny) == 0 with input as _members([_object("v1", "Pod", "web", {"spec": {"containers": []}})])
	count(external_secrets.deny) == 0 with input as [{"path": "k8s/dev/web.yaml", "contents": object} | some object in [_secret, _pod]]
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "ExternalSecret"}}]] {
		count(external_secrets.deny) == 0 with input as odd
	}
}

test_a_secret_that_is_there_passes if {
	deployment := _object("apps/v1", "Deployment", "web", {"spec": {"template": {"spec": {"containers": [{
		"name": "web",
		"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "web", "key": "password"}}}],
	}]}}}})
	count(external_secrets.deny) >= 0 with input as _members([_secret, deployment])
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_stores_and_secrets_of_another_environment_pass if {
	count(external_secrets.deny) == 0 with input as _members([_external("SecretStore"), _elsewhere("SecretStore", "shop", "vault")])
	count(external_secrets.deny) == 0 with input as _members([_external("ClusterSecretStore"), _elsewhere("ClusterSecretStore", "", "vault")])
	count(external_secrets.deny) == 0 with input as _members([_pod, _elsewhere("Secret", "shop", "web")])
}

test_stores_and_secrets_of_another_environment_in_another_namespace_are_denied if {
	count(external_secrets.deny) == 1 with input as _members([_external("SecretStore"), _elsewhere("SecretStore", "other", "vault")])
	count(external_secrets.deny) == 1 with input as _members([_external("ClusterSecretStore"), _elsewhere("SecretStore", "shop", "vault")])
	count(external_secrets.deny) == 1 with input as _members([_pod, _elsewhere("Secret", "other", "web")])
}
