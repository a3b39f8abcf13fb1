package nova.environment.config_references_test

import data.nova.environment.config_references

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {}}

_with(spec) := object.union(_pod, {"spec": spec})

_container(container) := _with({"containers": [container]})

_key(kind, name, key, optional) := {"name": "X", "valueFrom": {kind: {"name": name, "key": key, "optional": optional}}}

_config := _object("v1", "ConfigMap", "web", {"data": {"level": "info"}})

_secret := _object("v1", "Secret", "web", {"stringData": {"password": ""}})

test_missing_objects_are_denied_once_per_workload if {
	pod := _container({
		"env": [_key("configMapKeyRef", "api", "level", false), _key("configMapKeyRef", "api", "port", false)],
		"envFrom": [{"configMapRef": {"name": "api"}}],
	})
	config_references.deny == {{
		"msg": "Pod \"web\" needs ConfigMap \"api\", which is not there",
		"path": [0, "contents", "spec", "containers", 0, "env", 0, "valueFrom", "configMapKeyRef", "name"],
		"related": [
			[0, "contents", "spec", "containers", 0, "env", 1, "valueFrom", "configMapKeyRef", "name"],
			[0, "contents", "spec", "containers", 0, "envFrom", 0, "configMapRef", "name"],
		],
	}} with input as _members([pod, _config])
}

test_volumes_claims_and_accounts_are_looked_at if {
	pod := _with({
		"serviceAccountName": "api",
		"volumes": [
			{"secret": {"secretName": "api"}},
			{"persistentVolumeClaim": {"claimName": "api"}},
			{"projected": {"sources": [{"configMap": {"name": "api"}}]}},
		],
	})
	account := _object("v1", "ServiceAccount", "web", {})
	claim := _object("v1", "PersistentVolumeClaim", "web", {})
	{array.slice(denial.path, 2, 7) | some denial in config_references.deny} == {
		["spec", "serviceAccountName"],
		["spec", "volumes", 0, "secret", "secretName"],
		["spec", "volumes", 1, "persistentVolumeClaim", "claimName"],
		["spec", "volumes", 2, "projected", "sources"],
	} with input as _members([pod, _config, _secret, account, claim])
}

test_missing_keys_are_denied_once_per_object if {
	pod := _container({"env": [
		_key("configMapKeyRef", "web", "port", false),
		_key("secretKeyRef", "web", "user", false),
		_key("secretKeyRef", "web", "host", false),
		_key("secretKeyRef", "web", "password", false),
	]})
	path := [0, "contents", "spec", "containers", 0, "env"]
	config_references.deny == {
		{
			"msg": "Pod \"web\" needs key port of ConfigMap \"web\", which lacks it",
			"path": array.concat(path, [0, "valueFrom", "configMapKeyRef", "name"]),
			"related": [],
		},
		{
			"msg": "Pod \"web\" needs key host and 1 more of Secret \"web\", which lacks it",
			"path": array.concat(path, [2, "valueFrom", "secretKeyRef", "name"]),
			"related": [array.concat(path, [1, "valueFrom", "secretKeyRef", "name"])],
		},
	} with input as _members([pod, _config, _secret])
}

test_keys_of_filled_secrets_are_silent if {
	pod := _container({"env": [_key("secretKeyRef", "web", "user", false)]})
	external := _object("external-secrets.io/v1", "ExternalSecret", "web", {})
	count(config_references.deny) == 0 with input as _members([pod, _secret, external])
	count(config_references.deny) == 0 with input as _members([pod, _object("v1", "Secret", "web", {})])
}

test_what_makes_a_secret_counts if {
	pod := _container({"envFrom": [{"secretRef": {"name": "made"}}]})
	every maker in [
		_object("external-secrets.io/v1", "ExternalSecret", "other", {"spec": {"target": {"name": "made"}}}),
		_object("external-secrets.io/v1", "ExternalSecret", "made", {"spec": {}}),
		_object("bitnami.com/v1alpha1", "SealedSecret", "made", {}),
		_object("cert-manager.io/v1", "Certificate", "web", {"spec": {"secretName": "made"}}),
		_object("kafka.strimzi.io/v1beta2", "KafkaUser", "made", {}),
		_object("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass", "web", {"spec": {"secretObjects": [{"secretName": "made"}]}}),
		_object("networking.k8s.io/v1", "Ingress", "web", {
			"metadata": {"annotations": {"cert-manager.io/issuer": "ca"}},
			"spec": {"tls": [{"secretName": "made"}]},
		}),
	] {
		count(config_references.deny) == 0 with input as _members([pod, _secret, maker])
	}
	count(config_references.deny) == 1 with input as _members([pod, _secret])
}

test_optional_default_and_unmanaged_references_are_silent if {
	count(config_references.deny) == 0 with input as _members([_container({"env": [_key("configMapKeyRef", "api", "x", true)]}), _config])
	count(config_references.deny) == 0 with input as _members([_with({"serviceAccountName": "default"}), _object("v1", "ServiceAccount", "web", {})])
	count(config_references.deny) == 0 with input as _members([_container({"envFrom": [{"secretRef": {"name": "api"}}]}), _config])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Pod"}}]] {
		count(config_references.deny) == 0 with input as odd
	}
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_what_another_environment_makes_counts_but_for_its_kind_and_namespace if {
	pod := _container({"envFrom": [{"secretRef": {"name": "made"}}]})
	count(config_references.deny) == 0 with input as _members([pod, _secret, _elsewhere("Secret", "shop", "made")])
	count(config_references.deny) == 1 with input as _members([pod, _secret, _elsewhere("ConfigMap", "shop", "made")])
	count(config_references.deny) == 1 with input as _members([pod, _secret, _elsewhere("Secret", "other", "made")])
}

test_keys_of_what_another_environment_has_as_well_are_denied if {
	pod := _container({"env": [_key("configMapKeyRef", "web", "port", false)]})
	count(config_references.deny) == 1 with input as _members([pod, _config, _elsewhere("ConfigMap", "shop", "web")])
}
