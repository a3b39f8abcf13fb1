package nova.workflow.cloud_oidc_test

import data.nova.workflow.cloud_oidc

job(step) := {"jobs": {"deploy": {"runs-on": "ubuntu-latest", "steps": [step]}}}

aws(arguments) := job({"name": "Log in", "uses": "aws-actions/configure-aws-credentials@v4", "with": arguments})

test_a_key_from_secrets_is_denied if {
	found := cloud_oidc.deny with input as aws({"aws-access-key-id": "${{ secrets.AWS_ACCESS_KEY_ID }}"})
	found == {{
		"msg": `Step "Log in" logs in to AWS with a long-lived key`,
		"path": ["jobs", "deploy", "steps", 0, "with", "aws-access-key-id"],
	}}
}

test_a_google_key_is_denied if {
	found := cloud_oidc.deny with input as job({"uses": "google-github-actions/auth@v2", "with": {"credentials_json": "${{ secrets.GCP }}"}})
	{denial.path | some denial in found} == {["jobs", "deploy", "steps", 0, "with", "credentials_json"]}
}

test_a_key_in_the_environment_is_denied if {
	found := cloud_oidc.deny with input as {"env": {"AWS_ACCESS_KEY_ID": "${{ secrets.AWS_ACCESS_KEY_ID }}"}, "jobs": {}}
	found == {{"msg": "The workflow gets a long-lived AWS key from the environment", "path": ["env", "AWS_ACCESS_KEY_ID"]}}
}

test_keys_of_job_and_step_are_two_denials if {
	found := cloud_oidc.deny with input as {"jobs": {"deploy": {
		"env": {"AWS_ACCESS_KEY_ID": "${{ secrets.A }}"},
		"steps": [{"run": "aws s3 ls", "env": {"AWS_ACCESS_KEY_ID": "${{ secrets.B }}"}}],
	}}}
	found == {
		{"msg": `Job "deploy" gets a long-lived AWS key from the environment`, "path": ["jobs", "deploy", "env", "AWS_ACCESS_KEY_ID"]},
		{
			"msg": `Step "step 0" gets a long-lived AWS key from the environment`,
			"path": ["jobs", "deploy", "steps", 0, "env", "AWS_ACCESS_KEY_ID"],
		},
	}
}

test_a_role_passes if cloud_oidc.deny == set() with input as aws({"role-to-assume": "arn:aws:iam::123456789012:role/ci"})

test_a_key_of_an_earlier_step_passes if {
	cloud_oidc.deny == set() with input as aws({"aws-access-key-id": "${{ steps.assume.outputs.key }}"})
}

test_other_storage_passes if {
	cloud_oidc.deny == set() with input as job({"run": "aws s3 ls", "env": {
		"AWS_ACCESS_KEY_ID": "${{ secrets.R2_KEY }}",
		"AWS_ENDPOINT_URL": "https://storage.example",
	}})
}

test_odd_types_are_silent if cloud_oidc.deny == set() with input as {"env": 3, "jobs": {"a": {"env": [], "steps": [3, {"uses": 3, "env": null}]}}}
