package nova.kubernetes.configmap_without_credentials_test

import data.nova.kubernetes.configmap_without_credentials

_config(values) := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": values}

_denial(key) := {
	"msg": sprintf("ConfigMap \"web\" holds a credential under %s", [key]),
	"path": ["data", key],
	"related": [],
}

test_credentials_are_denied if {
	configmap_without_credentials.deny == {_denial("AWS_SECRET_ACCESS_KEY"), _denial("DATABASE_URL"), _denial("init.sql")} with input as _config({
		"AWS_SECRET_ACCESS_KEY": "not-a-real-key",
		"DATABASE_URL": "postgres://web:not-a-real-secret@db:5432/web",
		"init.sql": "-- users\nCREATE USER web WITH PASSWORD 'another-unreal-one';\n",
		"LOG_LEVEL": "info",
	})
}

test_one_password_in_two_urls_is_one_denial if {
	configmap_without_credentials.deny == {object.union(_denial("A_URL"), {"related": [["data", "B_URL"]]})} with input as _config({
		"A_URL": "postgres://web:not-a-real-secret@a/web",
		"B_URL": "postgres://web:not-a-real-secret@b/web",
	})
}

test_what_is_no_credential_passes if {
	count(configmap_without_credentials.deny) == 0 with input as _config({
		"CLICKHOUSE_URL": "http://clickhouse:8123",
		"DATABASE_URL": "postgres://web:$(DB_PASSWORD)@db/web",
		"DB_PASSWORD_FILE": "/run/secrets/password",
		"JWT_ACCESS_TOKEN_TTL": "3600",
		"JWT_PRIVATE_KEY": "/keys/private.pem",
		"PASSWORD_POLICY": "strict",
		"README": "# postgres://web:password@db/web is an example\n",
		"TOKEN_REQUIRED": "true",
		"run.sh": "PGPASSWORD=\"$DB_PASSWORD\" psql -h db",
	})
}

test_development_and_other_kinds_are_silent if {
	literal := _config({"DB_PASSWORD": "not-a-real-secret"})
	count(configmap_without_credentials.deny) == 0 with input as object.union(literal, {"metadata": {"namespace": "dev"}})
	count(configmap_without_credentials.deny) == 0 with input as object.union(literal, {"kind": "Secret"})
	every odd in [_config(7), _config({"DB_PASSWORD": 7}), [], null] {
		count(configmap_without_credentials.deny) == 0 with input as odd
	}
}
