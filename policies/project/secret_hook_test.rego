package nova.project.secret_hook_test

import data.nova.project.secret_hook

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files(precommit, hooks) := _fact("RepositoryFiles", {"precommit": precommit, "git_hooks": hooks})

_pipeline := _fact("Pipeline", {"jobs": []})

_secret := {"path": "s", "contents": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}}

_denied := {{"msg": "No hook scans for secrets before a commit", "path": [0, "contents", "precommit"], "related": []}}

test_no_hook_is_denied if secret_hook.deny == _denied with input as [_files(null, []), _pipeline]

test_hooks_without_a_scanner_are_denied if {
	secret_hook.deny == _denied with input as [_files({"secret_scanner": false}, [{"secret_scanner": false}]), _secret]
}

test_a_scanner_among_the_hooks_passes if {
	secret_hook.deny == set() with input as [_files({"secret_scanner": true}, []), _pipeline]
}

test_a_scanner_in_a_git_hook_passes if {
	secret_hook.deny == set() with input as [_files(null, [{"secret_scanner": true}]), _pipeline]
}

test_a_repository_without_secrets_to_open_is_silent if secret_hook.deny == set() with input as [_files(null, [])]
