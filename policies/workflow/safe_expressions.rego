# METADATA
# title: Scripts take untrusted values through the environment
# description: >-
#   Expressions in run and in the script of actions/github-script that put in text which outsiders choose: titles,
#   bodies, messages, names of branches and authors; in a composite action, its inputs. They become part of the script
#   before the shell reads it. Expressions that yield true or false pass; inputs of workflow_dispatch, which only those
#   with write access give, and values that come through outputs of steps are not looked at.
# related_resources:
# - ref: https://docs.github.com/en/actions/concepts/security/script-injections
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 1, reason: "move the values of one workflow into env and try it"}
#   remediation: >-
#     Give the value to the step in env and read the variable, in quotes, in the script.
#   matchers:
#   - input: workflow
#   - input: action
#   parameters: []
package nova.workflow.safe_expressions

import data.lib.message
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("The script of %q contains %s", [found.name, concat(", ", sort(untrusted))])),
	"path": array.concat(found.path, script.path),
} if {
	some found in workflow.steps
	some script in _scripts(found.step)
	untrusted := {value |
		some expression in workflow.expressions(script.text)
		not _is_boolean(expression)
		some value in _untrusted_in(expression)
	}
	count(untrusted) > 0
}

_scripts(step) := {script |
	some script in [
		{"path": ["run"], "text": object.get(step, "run", null)},
		{"path": ["with", "script"], "text": _github_script(step)},
	]
	is_string(script.text)
}

default _github_script(_) := null

_github_script(step) := step["with"].script if workflow.action(step) == "actions/github-script"

_untrusted_in(expression) := {match[0] | some match in regex.find_all_string_submatch_n(_outsiders, expression, -1)} | _inputs(expression)

# Only an action does not know who calls it.
_inputs(expression) := {match[0] |
	is_object(input.runs)
	some match in regex.find_all_string_submatch_n(`\binputs\.[\w-]+`, expression, -1)
}

_is_boolean(expression) if {
	regex.match(`^!?\s*(contains|startsWith|endsWith|hashFiles)\s*\(|[!=]=`, expression)
	not regex.match(`&&|\|\|`, expression)
}

_outsiders := concat("|", [
	`\bgithub\.head_ref\b`,
	`\bgithub\.event\.(issue|pull_request|discussion)\.(title|body)\b`,
	`\bgithub\.event\.pull_request\.head\.(ref|label|repo\.default_branch)\b`,
	`\bgithub\.event\.(comment|review|review_comment)\.body\b`,
	`\bgithub\.event\.(head_commit|commits(\.\*|\[\d+\])|workflow_run\.head_commit)\.(message|author\.(name|email)|committer\.(name|email))\b`,
	`\bgithub\.event\.pages(\.\*|\[\d+\])\.page_name\b`,
	`\bgithub\.event\.workflow_run\.(head_branch|display_title|head_repository\.description)\b`,
])
