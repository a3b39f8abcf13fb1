# METADATA
# title: Dependency updates look where manifests are
# description: >-
#   Entries of dependabot.yml whose directory has no manifest of their ecosystem: they never propose anything.
#   Ecosystems that are not known here pass; Renovate finds manifests by itself.
# related_resources:
# - ref: https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference#directories-or-directory--
# custom:
#   severity: medium
#   section: "6"
#   recommendation: P0-1
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Name the directory with the manifest: / for a Cargo workspace, one entry per folder with a Dockerfile.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [DependabotUpdates]
#   parameters: []
package nova.pipeline.dependency_update_directories

import data.lib.message

deny contains {
	"msg": message.line(sprintf("Updates of %s look into %s, where no manifest is", [message.name(update.ecosystem), message.name(update.directory)])),
	"path": ["updates", index],
} if {
	some index, update in input.updates
	update.manifest_exists == false
}
