package nova.kubernetes.credential_strength_test

import data.nova.kubernetes.credential_strength

_secret(values) := {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}, "stringData": values}

_denial(key, fault) := {
	"msg": sprintf("Secret \"web\" has %s under %s", [fault, key]),
	"path": ["stringData", key],
	"related": [],
}

test_defaults_are_denied if {
	credential_strength.deny == {
		_denial("A_PASSWORD", "a well-known default"),
		_denial("B_PASSWORD", "a default that is to be changed"),
		_denial("JWT_SECRET", "a default that is to be changed"),
		_denial("QUEUE_URL", "a well-known default"),
	} with input as _secret({
		"A_PASSWORD": "postgres123",
		"B_PASSWORD": "CHANGEME",
		"JWT_SECRET": "words-change-in-production",
		"QUEUE_URL": "amqp://guest:guest@queue",
		"USER": "admin",
	})
}

test_the_length_is_a_boundary if {
	credential_strength.deny == {_denial("DB_PASSWORD", "a credential shorter than 8 characters")} with input as _secret({"DB_PASSWORD": "abcdef7"})
	count(credential_strength.deny) == 0 with input as _secret({"DB_PASSWORD": "abcdefg8"})
	count(credential_strength.deny) == 1 with input as _secret({"DB_PASSWORD": "abcdefg8"}) with data.lib.parameters.credential_length as 9
}

test_the_words_are_a_parameter if {
	count(credential_strength.deny) == 1 with input as _secret({"DB_PASSWORD": "houseword"}) with data.lib.parameters.known_credentials as ["houseword"]
}

test_config_maps_and_variables_are_judged if {
	config := {"kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"DATABASE_URL": "postgres://web:password@db"}}
	{denial.msg | some denial in credential_strength.deny} == {"ConfigMap \"web\" has a well-known default under DATABASE_URL"} with input as config
	pod := {"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"env": [{"name": "REDIS_PASSWORD", "value": "redis"}]}]}}
	{denial.path | some denial in credential_strength.deny} == {["spec", "containers", 0, "env", 0, "value"]} with input as pod
}

test_strong_and_templated_values_pass if {
	count(credential_strength.deny) == 0 with input as _secret({"A_PASSWORD": "not-a-real-secret", "B_PASSWORD": "${B}", "C_PASSWORD": ""})
}

test_development_is_silent if {
	count(credential_strength.deny) == 0 with input as object.union(_secret({"DB_PASSWORD": "postgres"}), {"metadata": {"name": "web-local"}})
}
