# METADATA
# title: The product runs in more than one region
# description: >-
#   Asks for a second region among the literal regions of Terraform or the clusters that Argo CD deploys to, where
#   infrastructure is described at all. Regions chosen at run time are not seen.
# related_resources:
# - ref: https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html
# custom:
#   severity: low
#   section: "9"
#   recommendation: P3-1
#   capability: disaster-recovery
#   origin: report
#   remediation: >-
#     Describe a second region with its own cluster and replicated data, and deploy to it through an ApplicationSet.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.multi_region

import data.lib.repository

deny contains {
	"msg": sprintf("Everything runs in one region: %s", [concat(", ", sort(_regions))]),
	"path": array.concat(repository.files_path, ["terraform", "regions", 0]),
} if {
	count(_regions) == 1
	count(_clusters) < 2
}

_regions := {region.value | some region in repository.files.terraform.regions}

_clusters := {cluster |
	some application in repository.objects({"Application"})
	some key in ["name", "server"]
	cluster := application.spec.destination[key]
} | {cluster |
	some set in repository.objects({"ApplicationSet"})
	some generator in set.spec.generators
	some element in generator.list.elements
	cluster := object.get(element, "url", object.get(element, "cluster", null))
	is_string(cluster)
}
