# METADATA
# title: TLS settings are in force rather than in comments
# description: >-
#   Says which comment blocks hold TLS settings of an Ingress (tls, an issuer, a redirect) in a file with an Ingress
#   that does not set them. Documentation in prose has no such keys and passes; so does a whole Ingress in comments,
#   which is an example or an alternative.
# related_resources:
# - ref: https://cert-manager.io/docs/usage/ingress/
# custom:
#   severity: high
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Uncomment the issuer, the redirect and spec.tls together, and deploy the issuer that they name.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [CommentedConfiguration]
#   parameters: []
package nova.manifest.uncommented_tls

import data.lib.message

deny contains {
	"msg": message.line(sprintf("TLS settings are commented out: %s", [concat(", ", sort(keys))])),
	"path": ["entries", min(indices)],
} if {
	"Ingress" in input.file_kinds
	some block in {entry.block | some entry in input.entries; _about_tls(entry)}
	not block in _whole_objects
	indices := {index | some index, entry in input.entries; entry.block == block; _about_tls(entry)}
	keys := {input.entries[index].key | some index in indices}
}

_about_tls(entry) if {
	not entry.also_set
	is_string(entry.key)
	regex.match(`^(tls|cert-manager\.io/(cluster-)?issuer|.*/(force-)?ssl-redirect)$`, entry.key)
}

# A second Ingress in comments is another object, not a setting of this one.
_whole_objects := {entry.block | some entry in input.entries; entry.key == "apiVersion"}
