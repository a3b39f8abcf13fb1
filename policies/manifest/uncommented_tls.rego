# METADATA
# title: TLS settings are in force rather than in comments
# description: >-
#   Names comment blocks that hold TLS settings of an Ingress (tls, an issuer, a redirect) in a file with an Ingress
#   that does not set them. Documentation in prose has no such keys and passes.
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

deny contains {
	"msg": sprintf("TLS settings are commented out: %s", [concat(", ", sort(keys))]),
	"path": ["entries", first],
} if {
	"Ingress" in input.file_kinds
	some block in {entry.block | some entry in input.entries; _about_tls(entry)}
	indices := {index | some index, entry in input.entries; entry.block == block; _about_tls(entry)}
	keys := {input.entries[index].key | some index in indices}
	first := min(indices)
}

_about_tls(entry) if {
	not entry.also_set
	is_string(entry.key)
	regex.match(`^(tls|cert-manager\.io/(cluster-)?issuer|.*/(force-)?ssl-redirect)$`, entry.key)
}
