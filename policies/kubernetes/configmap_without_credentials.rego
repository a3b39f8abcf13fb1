# METADATA
# title: ConfigMaps hold no credentials
# description: >-
#   A ConfigMap with a password in a URL (of any scheme) or an SQL statement, a private key, or a literal under a
#   secret-like key. References (${VAR}), paths, plain URLs, lifetimes and comments within a text are none.
#   Passwords in the syntax of other configuration files, and ConfigMaps for development, are not looked at. One
#   password that stands under several keys is one finding.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# - ref: https://kubernetes.io/docs/concepts/configuration/configmap/
# custom:
#   severity: blocker
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Change the credential, keep it in a Secret that an ExternalSecret makes, and compose the URL from it in the
#     container's environment with $(VAR).
#   matchers:
#   - apiGroups: [""]
#     kinds: [ConfigMap]
#   parameters: []
package nova.kubernetes.configmap_without_credentials

import data.lib.kubernetes
import data.lib.literal
import data.lib.message

deny contains {
	"msg": message.line(sprintf("ConfigMap %q holds a credential under %s", [kubernetes.name(input), found.key])),
	"path": found.path,
	"related": found.related,
} if {
	input.kind == "ConfigMap"
	some found in literal.own
}
