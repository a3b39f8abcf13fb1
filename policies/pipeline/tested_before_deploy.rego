# METADATA
# title: Only tested code is deployed
# description: >-
#   Each job that deploys has, before it in itself, in the jobs it needs, or in the workflow that it waits for, a step
#   that tests (unit, end-to-end, contract or load tests), runs and can fail. Tests in another workflow that the
#   branch's protection asks for are not seen; jobs that roll back pass.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds
# custom:
#   severity: high
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Let the deploying job need the jobs that test, or start it with workflow_run after the workflow that does.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.tested_before_deploy

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Job %q deploys what nothing has tested", [message.name(found.deployment.job)])),
	"path": found.path,
} if {
	some found in pipeline.deployments
	is_array(found.deployment.tested_by)
	count(found.deployment.tested_by) == 0
	not regex.match(`(?i)roll-?back|revert|undo`, concat(" ", [message.name(found.deployment.job), message.name(object.get(input, "title", ""))]))
}
