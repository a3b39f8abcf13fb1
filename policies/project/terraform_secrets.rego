# METADATA
# title: Terraform holds no secret literals
# description: >-
#   Names each literal under a secret-like name in Terraform files. References, variables without default and empty
#   defaults pass.
# related_resources:
# - ref: https://developer.hashicorp.com/terraform/language/values/variables#suppressing-values-in-cli-output
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: secrets-management
#   origin: observed
#   estimate: {hours: 1, reason: move the value and rotate it}
#   remediation: >-
#     Read the value from the secret store with a data source, or pass it as a sensitive variable; then rotate it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.terraform_secrets

import data.lib.repository

deny contains {
	"msg": sprintf("Terraform holds a literal value for %s", [literal.name]),
	"path": array.concat(repository.files_path, ["terraform", "secret_literals", index]),
} if {
	some index, literal in repository.files.terraform.secret_literals
}
