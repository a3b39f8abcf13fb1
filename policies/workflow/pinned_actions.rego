# METADATA
# title: Actions are pinned to a commit
# description: >-
#   Every action and reusable workflow of another repository is named by a 40-digit commit, every docker:// image by
#   digest; a tag can be moved to other code. One denial per action and version of a file; its other uses are related
#   places. Actions of this repository (./…) and of owners that the parameter names pass. What a pinned composite
#   action uses in turn is not seen.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "a tool such as pinact or ratchet does it"}
#   remediation: >-
#     Replace the tag by the commit it stands for, with the tag as a comment, and let Dependabot keep it fresh.
#   matchers:
#   - input: workflow
#   - input: action
#   parameters: [trusted_action_owners]
package nova.workflow.pinned_actions

import data.lib.message
import data.lib.parameters
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("Action %s is not pinned to a commit", [name])),
	"path": places[0],
	"related": array.slice(places, 1, count(places)),
} if {
	some name, found in _unpinned
	places := sort(found)
}

_unpinned[step.uses] contains array.concat(found.path, ["uses"]) if {
	some found in workflow.steps
	step := found.step
	is_string(step.uses)
	_may_move(step.uses)
}

_unpinned[found.job.uses] contains array.concat(found.path, ["uses"]) if {
	some found in workflow.jobs
	is_string(found.job.uses)
	_may_move(found.job.uses)
}

_may_move(name) if {
	not startswith(name, "./")
	not startswith(name, "docker://")
	not regex.match(`@[0-9a-f]{40}$`, name)
	not _is_trusted(name)
}

_may_move(name) if {
	startswith(name, "docker://")
	not contains(name, "@sha256:")
}

_is_trusted(name) if {
	some owner in parameters.trusted_action_owners
	lower(split(name, "/")[0]) == lower(owner)
}
