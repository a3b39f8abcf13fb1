package nova.project.terraform_secrets_test

import data.nova.project.terraform_secrets

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

test_each_literal_is_denied if {
	terraform_secrets.deny == {{
		"msg": "Terraform holds a literal value for JWT_SECRET",
		"path": [0, "contents", "terraform", "secret_literals", 0],
	}} with input as [_fact("RepositoryFiles", {"terraform": {"secret_literals": [{"name": "JWT_SECRET"}]}})]
}

test_none_passes if {
	terraform_secrets.deny == set() with input as [_fact("RepositoryFiles", {"terraform": {"secret_literals": []}})]
}

test_no_terraform_is_silent if terraform_secrets.deny == set() with input as [_fact("RepositoryFiles", {"terraform": null})]
