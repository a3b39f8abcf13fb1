package nova.project.private_keys_test

import data.nova.project.private_keys

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

test_each_key_is_denied if {
	private_keys.deny == {
		{"msg": "A private key is committed: a.pem", "path": [0, "contents", "private_keys", 0]},
		{"msg": "A private key is committed: b.pem", "path": [0, "contents", "private_keys", 1]},
	} with input as [_fact("RepositoryFiles", {"private_keys": [{"at": {"path": "a.pem"}}, {"at": {"path": "b.pem"}}]})]
}

test_no_key_passes if private_keys.deny == set() with input as [_fact("RepositoryFiles", {"private_keys": []})]
