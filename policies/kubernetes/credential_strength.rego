# METADATA
# title: No credential is a well-known default
# description: >-
#   Literals under secret-like keys and passwords in URLs, in Secrets (decoded), ConfigMaps and variables of
#   containers: denied if they are a listed word, alone or with digits around it, a default that says it must be
#   changed, a text that asks for a value, or shorter than the parameter. What stands for a value (${VAR}),
#   objects for development and public keys are not looked at.
# related_resources:
# - ref: https://pages.nist.gov/800-63-4/sp800-63b.html
# - ref: https://cwe.mitre.org/data/definitions/1392.html
# custom:
#   severity: high
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Generate a random credential in the secret store, rotate what used the default, and refuse defaults at
#     start-up.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Secret, ConfigMap, Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [known_credentials, credential_length]
package nova.kubernetes.credential_strength

import data.lib.kubernetes
import data.lib.literal
import data.lib.message
import data.lib.secret

deny contains {
	"msg": message.line(sprintf("%s %q has %s under %s", [input.kind, kubernetes.name(input), _phrase(reason), found.key])),
	"path": found.path,
	"related": found.related,
} if {
	is_string(input.kind)
	some found in literal.own
	reason := min({weakness | some value in found.literals; weakness := secret.weakness(value); is_string(weakness)})
}

_phrase(reason) := reason if startswith(reason, "a ")

_phrase(reason) := concat(" ", ["a credential", reason]) if not startswith(reason, "a ")
