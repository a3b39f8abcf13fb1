# METADATA
# title: Every path has an owner
# description: Asks for a CODEOWNERS file in the root, .github or docs. Whether it covers every path is not judged.
# related_resources:
# - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: documentation
#   origin: observed
#   estimate: {hours: 0.25, reason: one short file}
#   remediation: Add .github/CODEOWNERS with a default owner and one for deployment, pipelines and secrets.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.code_owners

import data.lib.repository

deny contains {
	"msg": "No CODEOWNERS file names who reviews what",
	"path": array.concat(repository.files_path, ["codeowners"]),
} if {
	is_null(repository.files.codeowners)
	repository.deploys
}
