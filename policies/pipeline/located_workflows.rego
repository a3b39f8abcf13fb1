# METADATA
# title: Workflow files lie where GitHub reads them
# description: >-
#   Workflow files in a .github/workflows folder that is not at the repository's root: GitHub never runs them. Templates
#   that others copy look the same.
# related_resources:
# - ref: https://docs.github.com/en/actions/concepts/workflows-and-actions/workflows
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "move one file and see whether it passes"}
#   remediation: >-
#     Move the file to .github/workflows at the root and limit it with paths, or delete it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [MisplacedWorkflow]
#   parameters: []
package nova.pipeline.located_workflows

import data.lib.message

deny contains {
	"msg": message.line(sprintf("GitHub never runs %s", [message.name(input.metadata.name)])),
	"path": [],
} if {
	input.kind == "MisplacedWorkflow"
	not regex.match(`(^|/)(examples?|templates?|fixtures?|testdata|node_modules|vendor|third_party)/`, message.name(input.metadata.name))
}
