# METADATA
# title: A hook keeps secrets from being committed
# description: >-
#   Asks for a secret scanner among the hooks of .pre-commit-config.yaml or in a script under .githooks, .husky or
#   lefthook.yml. Whether developers install the hooks is not seen.
# related_resources:
# - ref: https://pre-commit.com/
# custom:
#   severity: medium
#   section: "6"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Add the gitleaks hook to .pre-commit-config.yaml with a fixed rev, and run the same scan in the pipeline, since
#     a hook can be skipped.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Secret, Deployment, StatefulSet]
#   parameters: []
package nova.project.secret_hook

import data.lib.repository

deny contains {
	"msg": "No hook scans for secrets before a commit",
	"path": _place,
	"related": [],
} if {
	not _scans
	_handles_secrets
}

_scans if repository.files.precommit.secret_scanner

_scans if {
	some hook in repository.files.git_hooks
	hook.secret_scanner
}

# A repository without pipelines or manifests has nothing that a secret could open.
_handles_secrets if count(repository.facts("Pipeline")) > 0

_handles_secrets if count(repository.objects({"Secret", "Deployment", "StatefulSet"})) > 0

_place := array.concat(repository.files_path, ["precommit"])
