# METADATA
# title: Images carry no secrets
# description: >-
#   ENV, and ARG with a default, of the final stage and the stages that it continues have no literal under a secret-like
#   name and no URL with a password; nothing that looks like a private key or a .env file is copied into them. Stages
#   that only build are not looked at, since nobody gets them; values that RUN writes are not seen.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   severity: blocker
#   section: null
#   recommendation: null
#   capability: secrets-management
#   origin: observed
#   estimate: {hours: 1, reason: "move one value out of an image and change it where it was used"}
#   remediation: >-
#     Give the value when the container starts (a Secret, --env-file), or mount it for one step with RUN
#     --mount=type=secret; change what was committed.
#   matchers:
#   - input: dockerfile
#   parameters: []
package nova.dockerfile.secret_free_environment

import data.lib.dockerfile
import data.lib.message
import data.lib.secret

deny contains {
	"msg": message.line(sprintf("%s %s holds a literal secret", [upper(instruction.command), assignment.name])),
	"path": [index, "Value", assignment.position],
} if {
	some index in dockerfile.within(dockerfile.final)
	instruction := dockerfile.instructions[index]
	some assignment in _assignments(instruction)
	count(secret.literals(assignment.name, trim(assignment.value, "\"'"))) > 0
}

deny contains {
	"msg": message.line(sprintf("The image gets %q, which holds secrets", [source])),
	"path": [index, "Value", position],
} if {
	some index in dockerfile.within(dockerfile.final)
	instruction := dockerfile.instructions[index]
	instruction.command in {"add", "copy"}
	some position, source in instruction.value
	position < count(instruction.value) - 1
	regex.match(_key_material, source)
}

# ENV comes as name, value and the mark between them.
_assignments(instruction) := [{"position": position, "name": name, "value": instruction.value[position + 1]} |
	some position, name in instruction.value
	position % 3 == 0
] if {
	instruction.command == "env"
}

_assignments(instruction) := [{"position": position, "name": parts[0], "value": substring(declared, count(parts[0]) + 1, -1)} |
	some position, declared in instruction.value
	parts := split(declared, "=")
	count(parts) > 1
] if {
	instruction.command == "arg"
}

_key_material := concat("", [
	`(^|/)(\.env(\.(production|prod|staging|local))?|id_(rsa|ed25519|ecdsa|dsa)|\.netrc`,
	`|[\w.-]*private[\w.-]*\.(pem|key)|[\w.-]+\.(key|p12|pfx|jks))$`,
])
