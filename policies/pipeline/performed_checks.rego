# METADATA
# title: What is called a check performs one
# description: >-
#   Steps and jobs called a scan, audit, gate, verification or run of tests that only print text. A gate that waits for
#   jobs with real checks passes, one that speaks of scans or security must wait for scans; so do steps that hand on
#   values (name=value), that call themselves optional, or only notify and report. A step whose program does nothing
#   looks like a check.
# related_resources:
# - ref: https://owasp.org/www-project-top-10-ci-cd-security-risks/
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 2, reason: "run the tool that the name promises, and deal with what it finds first"}
#   remediation: >-
#     Run the check that the name promises, or delete the step.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.performed_checks

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Step %q only prints text", [pipeline.step_name(found.step)])),
	"path": found.path,
} if {
	some found in _idle_steps
}

deny contains {
	"msg": message.line(sprintf("Job %q only prints text", [id])),
	"path": found.path,
} if {
	some found in pipeline.jobs
	pipeline.reached(found.job)
	id := pipeline.job_id(found.job)
	_promises(id)
	_is_idle(found.job)
	not _is_done_before(found.job, id)
	every idle in _idle_steps {
		idle.job != found.job
	}
}

_idle_steps contains found if {
	some found in pipeline.steps
	pipeline.reached(found.step)
	object.get(found.step, "runs", "always") != "on_failure"
	_only_prints(found.step)
	name := pipeline.step_name(found.step)
	_promises(name)
	not _is_done_before(found.job, name)
}

_promises(name) if {
	regex.match(`(?i)(^|[^a-z])(scans?|security|audit|gate|blocking|verify|validate)([^a-z]|$)|^run\b.*\btests?\b`, name)
	not pipeline.is_optional(name)
}

_is_idle(job) if {
	some step in job.steps
	_only_prints(step)
	every other in job.steps {
		_prepares_or_prints(other)
	}
}

_prepares_or_prints(step) if pipeline.has_role(step, {"checkout", "setup"})

_prepares_or_prints(step) if _only_prints(step)

_only_prints(step) if {
	is_object(step.commands[0])
	every command in step.commands {
		command.program in {":", "echo", "printf", "true"}
		every argument in command.arguments {
			_is_prose(argument)
		}
	}
}

# What is printed as name=value is handed on to other steps.
_is_prose(argument) if {
	is_string(argument)
	not regex.match(`^[\w-]+(=|<<)`, argument)
}

_is_done_before(job, name) if {
	some found in pipeline.steps
	_is_before(found.job, job)
	found.step.can_fail == true
	pipeline.reached(found.step)
	pipeline.has_role(found.step, _promised_roles(name))
}

_is_before(other, job) if other.id == job.id

_is_before(other, job) if other.id in job.all_needs

_promised_roles(name) := pipeline.scan_roles if regex.match(`(?i)scan|security|audit`, name)

# A step that promises to run tests is made up for by no other.
_promised_roles(name) := set() if {
	regex.match(`(?i)^run\b.*\btests?\b`, name)
	not regex.match(`(?i)scan|security|audit`, name)
}

_promised_roles(name) := (pipeline.scan_roles | pipeline.testing_roles) | {"rollout_wait"} if {
	not regex.match(`(?i)scan|security|audit|^run\b.*\btests?\b`, name)
}
