package nova.project.secret_rotation_test

import data.nova.project.secret_rotation

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files(rotation) := _fact("RepositoryFiles", {"terraform": {"rotation": rotation}})

_secret := {"path": "s", "contents": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "type": "Opaque", "data": {"a": "MQ=="}}}

_token := {"path": "s", "contents": {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token"}}

_rotator := {"path": "c", "contents": {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "sts-Rotator"}}}

_external(interval) := {"path": "e", "contents": {
	"apiVersion": "external-secrets.io/v1beta1",
	"kind": "ExternalSecret",
	"metadata": {"name": "db"},
	"spec": {"refreshInterval": interval},
}}

_refreshed(how) := {{
	"msg": sprintf("ExternalSecret \"db\" is refreshed %s", [how]),
	"path": [0, "contents", "spec", "refreshInterval"],
}}

test_secrets_that_nothing_rotates_are_denied_at_the_first if {
	secret_rotation.deny == {{
		"msg": "Nothing rotates the secrets of this repository",
		"path": [1, "contents", "kind"],
		"related": [],
	}} with input as [_files([]), _secret, _secret]
}

test_a_rotator_of_something_else_is_named_beside if {
	secret_rotation.deny == {{
		"msg": "Nothing rotates the secrets of this repository",
		"path": [0, "contents", "kind"],
		"related": [[1, "contents", "kind"]],
	}} with input as [_secret, _rotator, _files([])]
}

test_external_secrets_and_terraform_rotation_pass if {
	secret_rotation.deny == set() with input as [_external("1h"), _secret, _files([])]
	secret_rotation.deny == set() with input as [_secret, _files([{}])]
}

test_only_tokens_are_silent if secret_rotation.deny == set() with input as [_token, _files([])]

test_intervals_of_never_or_too_long_are_denied if {
	secret_rotation.deny == _refreshed("never") with input as [_external("0")]
	secret_rotation.deny == _refreshed("never") with input as [_external("0s")]
	secret_rotation.deny == _refreshed("every 48h, longer than 24 hours") with input as [_external("48h")]
}

test_the_longest_interval_passes if secret_rotation.deny == set() with input as [_external("24h0m")]

test_an_empty_secret_is_silent if {
	secret_rotation.deny == set() with input as [{"path": "s", "contents": object.remove(_secret.contents, ["data"])}]
}
