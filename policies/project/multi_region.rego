# METADATA
# title: The product runs in more than one region
# description: >-
#   Asks for a second region among the literal regions of Terraform or the clusters that Argo CD deploys to, where
#   infrastructure is described at all. Regions count together in one folder or in folders beside each other, as of one
#   product; stacks elsewhere in the tree are others. Regions chosen at run time are not seen.
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
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Application, ApplicationSet]
#   parameters: []
package nova.project.multi_region

import data.lib.message
import data.lib.repository

deny contains {
	"msg": message.line(sprintf("%s: %s", [_fault, concat(", ", sort(_all))])),
	"path": array.concat(repository.files_path, ["terraform", "regions", 0]),
} if {
	count(_all) > 0
	every regions in _regions {
		count(regions) == 1
	}
	count(_clusters) < 2
}

default _fault := "No stack runs in more than one region"

_fault := "Everything runs in one region" if count(_all) == 1

_all := union({regions | some regions in _regions})

# Regions by the folders that hold their files, and by the folders above those.
_regions[folder] contains region.value if {
	some region in repository.files.terraform.regions
	is_string(region.value)
	is_string(region.at.path)
	folders := array.slice(split(region.at.path, "/"), 0, count(split(region.at.path, "/")) - 1)
	some depth in [0, 1]
	count(folders) >= depth
	folder := concat("/", array.slice(folders, 0, count(folders) - depth))
}

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
