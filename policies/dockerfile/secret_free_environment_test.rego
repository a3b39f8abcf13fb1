package nova.dockerfile.secret_free_environment_test

import data.nova.dockerfile.secret_free_environment

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

debian := line("from", ["debian:12"])

test_a_password_is_denied if {
	found := secret_free_environment.deny with input as [debian, line("env", ["DATABASE_PASSWORD", "not-a-real-secret", "="])]
	found == {{"msg": "ENV DATABASE_PASSWORD holds a literal secret", "path": [1, "Value", 0]}}
}

test_a_password_in_a_url_is_denied if {
	found := secret_free_environment.deny with input as [debian, line("env", ["RUST_LOG", "info", "=", "DATABASE_URL", "postgres://app:not-a-real-secret@db/app", "="])]
	found == {{"msg": "ENV DATABASE_URL holds a literal secret", "path": [1, "Value", 3]}}
}

test_a_default_of_an_argument_is_denied if {
	found := secret_free_environment.deny with input as [debian, line("arg", ["JWT_SECRET=not-a-real-secret"])]
	found == {{"msg": "ARG JWT_SECRET holds a literal secret", "path": [1, "Value", 0]}}
}

test_two_secrets_are_two_denials if {
	found := secret_free_environment.deny with input as [debian, line("env", ["A_PASSWORD", "not-a-real-secret", "=", "B_PASSWORD", "not-a-real-secret", "="])]
	{denial.path | some denial in found} == {[1, "Value", 0], [1, "Value", 3]}
}

test_key_material_is_denied if {
	found := secret_free_environment.deny with input as [debian, line("copy", ["keys/private_key.pem", ".env", "/app/"])]
	found == {
		{"msg": `The image gets "keys/private_key.pem", which holds secrets`, "path": [1, "Value", 0]},
		{"msg": `The image gets ".env", which holds secrets`, "path": [1, "Value", 1]},
	}
}

test_references_pass if {
	lines := [debian, line("arg", ["DB_PASSWORD"]), line("env", ["DB_PASSWORD", "${DB_PASSWORD}", "=", "JWT_SECRET_FILE", "/run/secrets/jwt", "="])]
	secret_free_environment.deny == set() with input as lines
}

test_a_url_without_password_passes if {
	secret_free_environment.deny == set() with input as [debian, line("env", ["DATABASE_URL", "postgres://localhost/app", "="])]
}

test_a_builder_is_silent if {
	lines := [line("from", ["rust:1.88", "AS", "builder"]), line("env", ["DB_PASSWORD", "not-a-real-secret", "="]), debian]
	secret_free_environment.deny == set() with input as lines
}

test_public_keys_and_examples_pass if {
	secret_free_environment.deny == set() with input as [debian, line("copy", ["keys/public.pem", ".env.example", "ca.crt", "/app/"])]
}
