# METADATA
# title: Compose files take secrets from outside
# description: >-
#   Names each service of a production compose file with a literal, or a variable's default, under a secret-like name
#   or in a URL. Files whose name says dev, test or local, variables without a default, empty values and secret files
#   pass.
# related_resources:
# - ref: https://docs.docker.com/compose/how-tos/use-secrets/
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: secrets-management
#   origin: observed
#   estimate: {hours: 0.5, reason: one edit per service}
#   remediation: >-
#     Name the variable without a value, or mount it as a Compose secret, and keep the value in the secret store.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [ComposeFile]
#   parameters: []
package nova.project.compose_secrets

import data.lib.repository

deny contains {
	"msg": sprintf("Compose service %q has a literal secret in %s", [service.name, literals[0].name]),
	"path": [index, "contents", "services", number, "environment", literals[0].position],
	"related": [[index, "contents", "services", number, "environment", literal.position] | some literal in array.slice(literals, 1, 20)],
} if {
	some index, file in repository.facts("ComposeFile")
	file.purpose == "production"
	some number, service in file.services
	literals := [{"name": variable.name, "position": position} |
		some position, variable in service.environment
		variable.secret
		variable.source in {"literal", "default"}
	]
	count(literals) > 0
}
