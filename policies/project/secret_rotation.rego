# METADATA
# title: Secrets are rotated
# description: >-
#   Asks for something that renews secrets where the repository has any: ExternalSecrets with a refresh interval, a
#   rotation CronJob, or rotation in Terraform. An interval of 0 or above the parameter is denied at the
#   ExternalSecret. Whether the store itself rotates is not seen.
# related_resources:
# - ref: https://external-secrets.io/latest/api/externalsecret/
# custom:
#   severity: low
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Let the secret store rotate the value and set refreshInterval to at most the parameter, so that the cluster
#     follows.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Secret]
#   - apiGroups: [external-secrets.io]
#     kinds: [ExternalSecret]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Secret, ExternalSecret, CronJob]
#   parameters: [secret_refresh_hours]
package nova.project.secret_rotation

import data.lib.kubernetes
import data.lib.parameters
import data.lib.repository

deny contains {
	"msg": "Nothing rotates the secrets of this repository",
	"path": [min(object.keys(_literal)), "contents", "kind"],
	"related": sort([[index, "contents", "kind"] | some index, _ in _rotators]),
} if {
	count(_literal) > 0
	count(repository.objects({"ExternalSecret"})) == 0
	count(object.get(repository.files, ["terraform", "rotation"], [])) == 0
}

deny contains {
	"msg": sprintf("ExternalSecret %q is refreshed %s", [secret.metadata.name, fault]),
	"path": [index, "contents", "spec", "refreshInterval"],
} if {
	some index, secret in repository.objects({"ExternalSecret"})
	fault := _fault(secret.spec.refreshInterval)
}

_literal := {index: secret |
	some index, secret in repository.objects({"Secret"})
	not secret.type == "kubernetes.io/service-account-token"
	some field in ["data", "stringData"]
	count(kubernetes.mapping(secret[field])) > 0
}

_rotators := {index: job |
	some index, job in repository.objects({"CronJob"})
	is_string(job.metadata.name)
	regex.match("rotat", lower(job.metadata.name))
}

_fault("0") := "never"

_fault(interval) := "never" if {
	is_string(interval)
	interval != "0"
	regex.match("^0+(h|m|s)?$", interval)
}

_fault(interval) := sprintf("every %s, longer than %d hours", [interval, parameters.secret_refresh_hours]) if {
	is_string(interval)
	hours := regex.find_all_string_submatch_n("^([0-9]+)h", interval, 1)[0][1]
	to_number(hours) > parameters.secret_refresh_hours
}
