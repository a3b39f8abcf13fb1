# METADATA
# title: Logs of cloud tasks are kept
# description: >-
#   Where Terraform runs ECS services, asks for a CloudWatch log group. Whether each task writes to it is not
#   followed; logs of pods are environment/log_shipping's matter.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
# custom:
#   severity: low
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Add an aws_cloudwatch_log_group with a retention, and the awslogs driver to the container definitions.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.cloud_log_retention

import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": "The output of ECS tasks goes to no log group",
	"path": [index, "contents", "terraform", "ecs_services", 0],
} if {
	some index, files in repository.facts("RepositoryFiles")
	count(rust_crate.list(files.terraform, "ecs_services")) > 0
	count(rust_crate.list(files.terraform, "log_groups")) == 0
}
