package nova.project.compose_secrets_test

import data.nova.project.compose_secrets

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_compose(purpose, variables) := [_fact("ComposeFile", {"purpose": purpose, "services": [{"name": "db", "environment": variables}]})]

_variable(name, secret, source) := {"name": name, "secret": secret, "source": source}

test_literals_are_denied_once_per_service if {
	compose_secrets.deny == {{
		"msg": "Compose service \"db\" has a literal secret in PASSWORD",
		"path": [0, "contents", "services", 0, "environment", 1],
		"related": [[0, "contents", "services", 0, "environment", 2]],
	}} with input as _compose("production", [
		_variable("USER", false, "literal"),
		_variable("PASSWORD", true, "literal"),
		_variable("TOKEN", true, "default"),
	])
}

test_variables_and_empty_values_pass if {
	compose_secrets.deny == set() with input as _compose("production", [
		_variable("PASSWORD", true, "variable"),
		_variable("TOKEN", true, "empty"),
	])
}

test_development_files_are_silent if {
	compose_secrets.deny == set() with input as _compose("development", [_variable("PASSWORD", true, "literal")])
}
