# METADATA
# title: What steps refer to is in the repository
# description: >-
#   Local actions and reusable workflows, Dockerfiles of image builds, and working directories that a pipeline names and
#   that are not in the repository: the job fails whenever it runs. Names with unknown parts pass; folders of crates are
#   looked at where the matrix names them; files that an earlier step makes are not known.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "find what was meant, and see the job pass once"}
#   remediation: >-
#     Name the file or folder that is there, or delete the step.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.existing_references

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Step %q uses %s, which does not exist", [pipeline.step_name(found.step), found.step.uses.action])),
	"path": array.concat(found.path, ["uses"]),
} if {
	some found in pipeline.steps
	found.step.uses.local == true
	found.step.uses.exists == false
	is_string(found.step.uses.action)
}

deny contains {
	"msg": message.line(sprintf("Job %q calls %s, which does not exist", [message.name(found.job.id), found.job.calls.workflow])),
	"path": array.concat(found.path, ["calls"]),
} if {
	some found in pipeline.jobs
	found.job.calls.exists == false
	is_string(found.job.calls.workflow)
}

deny contains {
	"msg": message.line(sprintf(
		"Image %s is built from %s%s: no such file",
		[pipeline.image_name(image), min(missing), message.more(count(missing) - 1)],
	)),
	"path": ["images", index, "built"],
} if {
	some index, image in input.images
	image.built.dockerfile_exists == false
	missing := {file | some file in image.built.missing_dockerfiles; is_string(file)}
	count(missing) > 0
}

# Folders of crates are looked at where the matrix names them.
deny contains {
	"msg": message.line(sprintf("Step %q works in %s, which does not exist", [pipeline.step_name(found.step), min(folders)])),
	"path": found.path,
} if {
	some found in pipeline.steps
	pipeline.reached(found.step)
	folders := {folder |
		some folder in found.step.missing_directories
		is_string(folder)
		not _may_be_made(found, folder)
	}
	count(folders) > 0
	not pipeline.has_role(found.step, {"cargo_build", "cargo_fmt", "cargo_lint", "cargo_test"})
}

# An earlier step that works in a folder above may make it, as generators of projects do.
_may_be_made(found, folder) if {
	some number, step in found.job.steps
	number < found.path[count(found.path) - 1]
	is_array(step.commands)
	count(step.commands) > 0
	is_string(step.working_directory)
	startswith(folder, concat("", [trim_suffix(trim_prefix(step.working_directory, "./"), "/"), "/"]))
}
