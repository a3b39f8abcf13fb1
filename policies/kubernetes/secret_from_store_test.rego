package nova.kubernetes.secret_from_store_test

import data.nova.kubernetes.secret_from_store

_secret(fields) := object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}}, fields)

_message(key) := sprintf("Secret \"web\" holds a literal value under %s", [key])

test_literals_are_denied if {
	secret_from_store.deny == {
		{"msg": _message("DB_PASSWORD"), "path": ["stringData", "DB_PASSWORD"], "related": []},
		{"msg": _message("JWT_SECRET"), "path": ["stringData", "JWT_SECRET"], "related": []},
	} with input as _secret({"stringData": {"DB_PASSWORD": "not-a-real-secret", "JWT_SECRET": "another-unreal-one", "DB_USER": "web"}})
}

test_data_is_decoded if {
	secret_from_store.deny == {{"msg": _message("DB_PASSWORD"), "path": ["data", "DB_PASSWORD"], "related": []}} with input as _secret({"data": {"DB_PASSWORD": base64.encode("not-a-real-secret")}})
	count(secret_from_store.deny) == 0 with input as _secret({"data": {"DB_PASSWORD": base64.encode("${DB_PASSWORD}")}})
}

test_one_secret_under_several_keys_is_one_denial if {
	secret_from_store.deny == {{
		"msg": _message("DATABASE_URL"),
		"path": ["stringData", "DATABASE_URL"],
		"related": [["stringData", "DB_PASSWORD"]],
	}} with input as _secret({"stringData": {"DATABASE_URL": "postgres://web:not-a-real-secret@db/web", "DB_PASSWORD": "not-a-real-secret"}})
}

test_private_keys_are_denied if {
	secret_from_store.deny == {{"msg": _message("tls.key"), "path": ["stringData", "tls.key"], "related": []}} with input as _secret({"stringData": {
		"tls.crt": "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
		"tls.key": "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
	}})
}

test_placeholders_pass if {
	every value in ["", "${DB_PASSWORD}", "$(DB_PASSWORD)", "<password>", "{{ .Values.password }}", "CHANGEME_PASSWORD", "your-password"] {
		count(secret_from_store.deny) == 0 with input as _secret({"stringData": {"DB_PASSWORD": value}})
	}
}

test_a_working_default_is_denied if {
	count(secret_from_store.deny) == 1 with input as _secret({"stringData": {"JWT_SECRET": "your-words-change-in-production"}})
}

test_development_and_generated_secrets_are_silent if {
	literal := {"stringData": {"DB_PASSWORD": "not-a-real-secret"}}
	count(secret_from_store.deny) == 0 with input as _secret(object.union(literal, {"metadata": {"name": "web-local"}}))
	count(secret_from_store.deny) == 0 with input as _secret(object.union(literal, {"metadata": {"labels": {"environment": "development"}}}))
	count(secret_from_store.deny) == 0 with input as _secret(object.union(literal, {"type": "kubernetes.io/service-account-token"}))
}

test_odd_objects_are_silent if {
	every odd in [_secret({"data": 7}), _secret({"stringData": {"DB_PASSWORD": 7}}), {"kind": "Secret"}, [], null] {
		count(secret_from_store.deny) == 0 with input as odd
	}
}
