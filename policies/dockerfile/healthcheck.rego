# METADATA
# title: Images have a health check that works
# description: >-
#   An image that exposes a port has a HEALTHCHECK in its final stage, whose program is in the image. curl and wget must
#   be installed or copied there; a command in brackets that is no JSON is run by a shell, which finds no such program;
#   in distroless and scratch images there is no shell. Packages of base images that nobody knows here are not seen, nor
#   is Kubernetes, which has probes of its own and ignores HEALTHCHECK.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   severity: low
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Let the program check itself: HEALTHCHECK CMD ["/app/service", "health"]; or install what the check calls.
#   matchers:
#   - input: dockerfile
#   parameters: []
package nova.dockerfile.healthcheck

import data.lib.dockerfile
import data.lib.message

deny contains {
	"msg": "The image exposes a port and has no HEALTHCHECK",
	"path": [dockerfile.final],
} if {
	dockerfile.last(dockerfile.final, "expose")
	not dockerfile.last(dockerfile.final, "healthcheck")
}

deny contains {
	"msg": "The image exposes a port and turns its HEALTHCHECK off",
	"path": [_check],
} if {
	dockerfile.last(dockerfile.final, "expose")
	upper(_value[0]) == "NONE"
}

deny contains {
	"msg": "HEALTHCHECK is in brackets but no JSON: a shell looks for a program of that name",
	"path": [_check],
} if {
	_is_broken_json
}

deny contains {
	"msg": message.line(sprintf("HEALTHCHECK calls %s, which is not in the image from %q", [program, _base])),
	"path": [_check],
} if {
	some program in {"curl", "wget"}
	regex.match(concat("", [`(^|[\s;&|(/])`, program, `(\s|$)`]), _command)
	not _is_broken_json
	not _provides(program)
}

deny contains {
	"msg": message.line(sprintf("HEALTHCHECK needs a shell, which is not in the image from %q", [_base])),
	"path": [_check],
} if {
	dockerfile.family(_base) in {"distroless", "scratch"}
	upper(_value[0]) == "CMD"
	not dockerfile.instructions[_check].json
	not _is_broken_json
	not regex.match(`debug`, _base)
	not regex.match(`(^|[\s;&|(/])(curl|wget)(\s|$)`, _command)
}

_check := dockerfile.last(dockerfile.final, "healthcheck")

_value := dockerfile.instructions[_check].value

_command := concat(" ", array.slice(_value, 1, count(_value)))

_base := dockerfile.root_base(dockerfile.final)

_is_broken_json if {
	not dockerfile.instructions[_check].json
	regex.match(`^\s*\[\s*"`, _command)
}

_provides(program) if {
	some index in dockerfile.within(dockerfile.final)
	dockerfile.instructions[index].command in {"add", "copy", "run"}
	regex.match(concat("", [`(^|[\s/=])`, program, `([\s=;]|$)`]), _installing(index))
}

_provides("wget") if dockerfile.family(_base) in {"alpine", "busybox"}

_provides(_) if {
	dockerfile.family(_base) in {"language", "toolchain"}
	not contains(dockerfile.tag(_base), "slim")
	not contains(dockerfile.tag(_base), "alpine")
}

_provides("wget") if contains(dockerfile.tag(_base), "alpine")

_provides(_) if dockerfile.family(_base) in {"chainguard", "other", "rhel"}

# What is removed or only called is not installed.
_installing(index) := dockerfile.text(index) if dockerfile.instructions[index].command != "run"

_installing(index) := concat(" ; ", [part |
	some part in split(replace(replace(dockerfile.text(index), "&&", ";"), "||", ";"), ";")
	regex.match(`(^|\s)(install|add)\s`, part)
]) if {
	dockerfile.instructions[index].command == "run"
}
