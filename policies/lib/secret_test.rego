package lib.secret_test

import data.lib.secret

test_names_of_secrets if {
	every key in [
		"PASSWORD", "DB_PASSWORD", "dbPassword", "db-password", "postgres-password", "JWT_SECRET", "jwt_secret",
		"API_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "S3_ACCESS_KEY", "MESSAGE_ENCRYPTION_MASTER_KEY",
		"SECRETBOX_KEY_B64", "tls.key", "JWT_PRIVATE_KEY_PEM", "apns-cert.p8", ".dockerconfigjson", "PGPASSWORD",
		"client.secret", "PW", "DB_PW", "APNS_CERTIFICATE_PASSPHRASE", "FCM_API_KEY", "NEO4J_AUTH",
	] {
		secret.secret_name(key)
	}
}

test_names_that_only_speak_of_secrets if {
	every key in [
		"PASSWORD_FILE", "TOKEN_TTL", "JWT_ACCESS_TOKEN_TTL", "SECRET_NAME", "JWT_PUBLIC_KEY_PEM", "tls.crt", "TOKEN_URL",
		"JWT_ACCESS_TOKEN_EXPIRES_IN_MINUTES", "jwt-refresh-token-expiry", "PASSWORD_MIN_LENGTH", "MONKEY", "KEYBOARD",
		"DB_USER", "REDIS_URL", "KAFKA_AUTH_EVENTS_TOPIC", "GRPC_AUTH_SERVICE_URL", "COMPASS", "public.pem", 7, null, [],
	] {
		not secret.secret_name(key)
	}
}

test_templates_are_no_literals if {
	every value in [
		"", " ", "${DB_PASSWORD}", "$(DB_PASSWORD)", "$DB_PASSWORD", "{{ .Values.password }}", "<password>", "***", "...",
		"ENC[AES256_GCM,data:x]", "vault:secret/data/x#y", "prefix-${X}",
	] {
		secret.templated(value)
	}
	not secret.templated("not-a-real-secret")
}

test_instructions_are_placeholders if {
	every value in [
		"changeme", "CHANGEME_DATABASE_URL", "change-me-please", "your-app-password", "YOUR_ACCESS_KEY", "replace-me",
		"TODO", "your-key-here", "xxxx",
	] {
		secret.placeholder(value)
	}
	every value in ["your-words-change-in-production", "not-a-real-secret", "there"] {
		not secret.placeholder(value)
	}
}

test_passwords_in_urls if {
	secret.url_passwords("postgres://nova:abc-def@postgres:5432/nova") == {"abc-def"}
	secret.url_passwords("redis://:abc-def@redis:6379/0") == {"abc-def"}
	secret.url_passwords("a=amqp://u:one@h b=amqp://u:two@h") == {"one", "two"}
}

test_urls_without_a_literal_password if {
	every text in [
		"http://clickhouse:8123", "postgres://nova:${DB_PASSWORD}@postgres/nova", "postgres://nova@postgres:5432/nova",
		"postgres://nova:$(DB_PASSWORD)@postgres/nova", "postgres://nova:<password>@postgres/nova", "postgres://u:***@h",
		"# postgres://nova:abc-def@postgres", "http://host:8080/users/@me", "smtp: a@b.c",
	] {
		secret.url_passwords(text) == set()
	}
}

test_passwords_in_sql if {
	secret.sql_passwords("CREATE USER nova WITH PASSWORD 'abc-def';") == {"abc-def"}
	secret.sql_passwords("CREATE USER nova IDENTIFIED BY 'abc-def';") == {"abc-def"}
	secret.sql_passwords("-- PASSWORD 'abc-def'\nALTER USER nova WITH PASSWORD ':pw';\npassword_hash VARCHAR(255)") == set()
}

test_literals_of_a_secret_name if {
	secret.literals("DB_PASSWORD", "not-a-real-secret") == {"not-a-real-secret"}
	secret.literals("DB_PASSWORD", " not-a-real-secret\n") == {"not-a-real-secret"}
	secret.literals("STORE_CONNECTION_STRING", "Server=db;Password=not-a-real-secret") != set()
	secret.literals("STORE_CONNECTION_STRING", "AccountName=nova;AccountKey=bm90LXJlYWw=") != set()
	secret.literals("anything", "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----") != set()
}

test_values_that_are_no_secret if {
	every value in ["true", "disabled", "3600", "15m", "/run/secrets/password", "./password", "https://vault.example/v1"] {
		secret.literals("DB_PASSWORD", value) == set()
	}
	secret.literals("DB_USER", "nova") == set()
	secret.literals("STORE_CONNECTION_STRING", "projects/p/instances/i/databases/d") == set()
	not secret.literals("DB_PASSWORD", 7)
	not secret.literals(7, "not-a-real-secret")
}

test_weak_literals if {
	every value in ["password", "Password123!", "postgres", "admin", "guest1"] {
		secret.weakness(value) == "a well-known default"
	}
	every value in ["CHANGEME", "words-change-in-production"] {
		secret.weakness(value) == "a default that is to be changed"
	}
	secret.weakness("your-key-here") == "a placeholder"
	secret.weakness("abcdef7") == "shorter than 8 characters"
	secret.weakness("abcdefg8") == null
	secret.weakness("-----BEGIN PRIVATE KEY-----") == null
}

test_the_length_is_a_parameter if {
	secret.weakness("abcdefghijk") == "shorter than 12 characters" with data.lib.parameters.credential_length as 12
}
