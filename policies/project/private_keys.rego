# METADATA
# title: No private key is committed
# description: >-
#   Names every PEM private key in a file that is no test, example, document or source file. Keys inside Kubernetes
#   Secrets are kubernetes/secret_from_store's matter.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html
# custom:
#   severity: blocker
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Treat the key as known to others: make a new one, put it into the secret store, remove the file and its
#     history, and let a secret scanner keep it from coming back.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.private_keys

import data.lib.repository

deny contains {
	"msg": sprintf("A private key is committed: %s", [key.at.path]),
	"path": array.concat(repository.files_path, ["private_keys", index]),
} if {
	some index, key in repository.files.private_keys
}
