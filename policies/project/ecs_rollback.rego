# METADATA
# title: ECS services roll back by themselves
# description: >-
#   Names each aws_ecs_service in Terraform without a deployment circuit breaker that rolls back. Services deployed
#   by CodeDeploy are not told apart.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
# custom:
#   severity: medium
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Add deployment_circuit_breaker { enable = true, rollback = true } to the service.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.ecs_rollback

import data.lib.repository

deny contains {
	"msg": sprintf("ECS service %q does not roll back a failed deployment", [service.name]),
	"path": array.concat(repository.files_path, ["terraform", "ecs_services", index]),
} if {
	some index, service in repository.files.terraform.ecs_services
	not service.rollback
}
