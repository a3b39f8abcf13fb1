# METADATA
# title: Runbooks tell what to do in an incident
# description: >-
#   Asks for at least one runbook where the repository deploys to a cluster. What it says is not judged; runbooks kept
#   elsewhere are not seen.
# related_resources:
# - ref: https://sre.google/workbook/incident-response/
# custom:
#   severity: low
#   section: "8"
#   recommendation: null
#   capability: incident-response
#   origin: report
#   estimate: {hours: 4, reason: "a page for each alert that pages somebody"}
#   remediation: >-
#     Write a page per alert in docs/runbooks: what it means, how to check, what to do, whom to call; link it from the
#     alert's annotation runbook_url.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.runbooks

import data.lib.repository

deny contains {
	"msg": "No runbook tells what to do in an incident",
	"path": array.concat(repository.files_path, ["runbooks"]),
} if {
	count(repository.files.runbooks) == 0
	repository.deploys
}
