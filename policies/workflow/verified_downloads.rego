# METADATA
# title: Downloaded programs are checked before they run
# description: >-
#   Scripts that hand what curl or wget load straight to a shell or interpreter: through a pipe, as bash <(curl …), or
#   in sh -c "$(curl …)". A checksum or signature check on the way passes. Installers of renowned projects are no
#   exception. Lines of texts that a script only writes into a file look the same and are not told apart.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "find version and checksum of one installer"}
#   remediation: >-
#     Download a fixed version, compare its checksum (sha256sum --check), then run it; or use a pinned setup action.
#   matchers:
#   - input: workflow
#   - input: action
#   parameters: []
package nova.workflow.verified_downloads

import data.lib.message
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("Step %q runs a download unseen", [found.name])),
	"path": array.concat(found.path, ["run"]),
} if {
	some found in workflow.steps
	is_string(found.step.run)
	some line in workflow.script_lines(found.step.run)
	regex.match(_unseen, line)
	not regex.match(`\b(sha(1|256|512)sum|shasum|gpg|cosign|minisign)\b`, line)
}

_interpreter := `(sudo\s+(-\w+\s+)*)?(env\s+)?(\w+=\S*\s+)*(/usr/bin/|/bin/)?((ba|z|da|k)?sh|python3?|perl|ruby|node)\b`

_unseen := concat("|", [
	concat("", [
		`(^|[;&|({!]\s*|\b(do|then|else|if|sudo|while)\s+)(curl|wget)\s(?:[^;&\n"']|&[^&]|"[^"]*"|'[^']*')*\|\s*`,
		_interpreter, `(\s+-(\s|$)|\s+-s\b|\s*($|[;&|)])|\s+-\w+\s*($|[;&|)]))`,
	]),
	`(^|[;&|({]\s*|\s)(ba|z|da|k)?sh\s+(-\w+\s+)*<\(\s*(curl|wget)\s`,
	`(^|[;&|({]\s*|\s)((ba|z|da|k)?sh\s+-\w*c|eval|source|\.)\s+["']?(\$\(|<\()\s*(curl|wget)\s`,
])
