# METADATA
# title: The repository says how to report a vulnerability
# description: Asks for a SECURITY.md in the root, .github or docs. A policy of the whole organisation is not seen.
# related_resources:
# - ref: https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: documentation
#   origin: observed
#   estimate: {hours: 0.25, reason: one short file}
#   remediation: Add SECURITY.md with a private address for reports and what answer to expect.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.security_policy

import data.lib.repository

deny contains {
	"msg": "Nothing says how to report a vulnerability",
	"path": array.concat(repository.files_path, ["security_policy"]),
} if {
	is_null(repository.files.security_policy)
	repository.deploys
}
