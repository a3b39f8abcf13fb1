# METADATA
# title: Pipelines deploy manifests that exist
# description: >-
#   Files and folders that deploying and editing commands of a pipeline (kubectl, kustomize, helm, sed -i, yq -i) name
#   literally and that are not in the repository, seen from the step's working directory. Paths with variables and files
#   that an earlier step makes outside of the repository pass.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/
# custom:
#   severity: high
#   section: "4"
#   recommendation: kustomize-organization
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Name the folder that is there, or remove the command.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.deployed_paths

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Step %q deploys %s, which does not exist", [pipeline.step_name(found.step), named.path])),
	"path": array.concat(found.path, ["commands", command_index, "paths", index]),
} if {
	some found in pipeline.steps
	pipeline.reached(found.step)
	some command_index, command in found.step.commands
	some index, named in command.paths
	named.exists == false
	is_string(named.path)
}
