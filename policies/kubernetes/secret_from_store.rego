# METADATA
# title: Secrets hold no value in git
# description: >-
#   A Secret with literal values under secret-like keys, passwords in URLs, or private keys; data is decoded
#   before looking. Empty values, ${VAR}, <value> and {{ value }} are filled in elsewhere, and texts that only
#   tell a person to put a secret there are kubernetes/credential_strength's matter. Keys that no name gives away,
#   Secrets for development (by name, namespace or label), tokens of service accounts and Helm's releases are not
#   looked at. One secret that stands under several keys is one finding.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# - ref: https://external-secrets.io/latest/
# custom:
#   severity: blocker
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Change the secret, keep it in a store such as AWS Secrets Manager, and let an ExternalSecret make this
#     Secret; or commit a SealedSecret.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Secret]
#   parameters: []
package nova.kubernetes.secret_from_store

import data.lib.kubernetes
import data.lib.literal
import data.lib.message
import data.lib.secret

deny contains {
	"msg": message.line(sprintf("Secret %q holds a literal value under %s", [kubernetes.name(input), found.key])),
	"path": found.path,
	"related": found.related,
} if {
	input.kind == "Secret"
	not _made_by_others
	some found in literal.own
	some value in found.literals
	not secret.placeholder(value)
}

_made_by_others if input.type in {"helm.sh/release.v1", "kubernetes.io/service-account-token"}
