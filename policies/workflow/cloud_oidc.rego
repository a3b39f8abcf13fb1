# METADATA
# title: Cloud access uses short-lived tokens
# description: >-
#   Logins to AWS, Google Cloud and Azure with a key from the repository's secrets, by the clouds' own actions or by
#   AWS_ACCESS_KEY_ID in env. Keys that an earlier step hands over pass, and so does env that names another endpoint,
#   since other storage has no OIDC. Keys that scripts take elsewhere are not seen.
# related_resources:
# - ref: https://docs.github.com/en/actions/concepts/security/openid-connect
# custom:
#   severity: medium
#   section: "6"
#   recommendation: null
#   capability: secrets-management
#   origin: report
#   estimate: {hours: 0.5, reason: "one role in the cloud, one permission and one input per login"}
#   remediation: >-
#     Let the cloud trust the token of the run: permissions id-token: write and role-to-assume
#     (workload_identity_provider, client-id) instead of keys; then delete the keys.
#   matchers:
#   - input: workflow
#   parameters: []
package nova.workflow.cloud_oidc

import data.lib.message
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("Step %q logs in to %s with a long-lived key", [found.name, login.cloud])),
	"path": array.concat(found.path, ["with", login.key]),
} if {
	some found in workflow.steps
	some login in _logins
	workflow.action(found.step) == login.action
	_is_long_lived(workflow.argument(found.step, login.key))
}

deny contains {
	"msg": message.line(sprintf("%s gets a long-lived AWS key from the environment", [place.name])),
	"path": array.concat(place.path, ["env", "AWS_ACCESS_KEY_ID"]),
} if {
	some place in _environments
	key := place.env.AWS_ACCESS_KEY_ID
	is_string(key)
	_is_long_lived(key)
	every name, _ in place.env {
		not contains(upper(name), "ENDPOINT")
	}
}

_logins := [
	{"action": "aws-actions/configure-aws-credentials", "key": "aws-access-key-id", "cloud": "AWS"},
	{"action": "google-github-actions/auth", "key": "credentials_json", "cloud": "Google Cloud"},
	{"action": "google-github-actions/setup-gcloud", "key": "service_account_key", "cloud": "Google Cloud"},
	{"action": "azure/login", "key": "creds", "cloud": "Azure"},
]

# What an earlier step or job hands over may be a token for this run.
_is_long_lived(value) if {
	trim_space(value) != ""
	not regex.match(`\b(steps|needs|env)\.`, value)
}

_environments contains {"name": "The workflow", "path": [], "env": input.env} if is_object(input.env)

_environments contains {"name": sprintf("Job %q", [found.id]), "path": found.path, "env": found.job.env} if {
	some found in workflow.jobs
	is_object(found.job.env)
}

_environments contains {"name": sprintf("Step %q", [found.name]), "path": found.path, "env": found.step.env} if {
	some found in workflow.steps
	is_object(found.step.env)
}
