# METADATA
# title: Applications of a fleet come from one ApplicationSet
# description: >-
#   Counts Argo CD Applications where no ApplicationSet exists. An app-of-apps that is rendered elsewhere is not
#   seen.
# related_resources:
# - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/
# custom:
#   severity: low
#   section: "9"
#   recommendation: P3-2
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Replace the hand-written Applications by one ApplicationSet with a generator over environments or clusters.
#   matchers:
#   - apiGroups: [argoproj.io]
#     kinds: [Application]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Application, ApplicationSet]
#   parameters: [applications_without_set]
package nova.project.gitops_fleet

import data.lib.parameters
import data.lib.repository

deny contains {
	"msg": sprintf("%d Applications are written by hand and no ApplicationSet makes them", [count(applications)]),
	"path": [min(object.keys(applications)), "contents", "kind"],
} if {
	applications := repository.objects({"Application"})
	count(applications) > parameters.applications_without_set
	count(repository.objects({"ApplicationSet"})) == 0
}
