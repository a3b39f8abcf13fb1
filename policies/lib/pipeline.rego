# METADATA
# title: Pipelines
# description: >-
#   Jobs, steps, images and deployments of the Pipeline fact in `input`, each with its path. Steps of reusable workflows
#   of the repository are left to the fact of their own file. What holds whole jobs is a list: a set would hash all that
#   is in them, whenever one is added or taken.
package lib.pipeline

import data.lib.message

# METADATA
# title: The roles of steps that look for vulnerabilities, secrets and faults
scan_roles := {"dependency_scan", "image_scan", "secret_scan", "static_analysis"}

# METADATA
# title: The roles of steps that say whether the code is right
testing_roles := {
	"cargo_build", "cargo_fmt", "cargo_lint", "cargo_test", "chaos_test", "contract_test", "e2e_test", "load_test",
	"smoke_test", "unit_test", "xcodebuild",
}

# METADATA
# title: The jobs, as {job, path}
jobs := [{"job": job, "path": ["jobs", index]} |
	some index, job in input.jobs
	is_object(job)
]

# METADATA
# title: The steps that stand in this file or in a composite action, as {step, job, path}
steps := [{"step": step, "job": found.job, "path": array.concat(found.path, ["steps", index])} |
	some found in jobs
	some index, step in found.job.steps
	is_object(step)
	object.get(step, "origin", "job") != "workflow"
]

# METADATA
# title: Whether a job, step or image is reached by some run
reached(thing) if object.get(thing, "runs", "always") != "never"

# METADATA
# title: Whether a step has one of these roles
has_role(step, roles) if {
	some role in step.roles
	role in roles
}

# METADATA
# title: What a step is called, for messages
default step_name(_) := "(unnamed step)"

step_name(step) := step.name if is_string(step.name)

step_name(step) := step.uses.action if {
	is_string(step.uses.action)
	not _is_named(step)
}

step_name(step) := sprintf("%s …", [step.commands[0].program]) if {
	is_string(step.commands[0].program)
	not _is_named(step)
	not _is_action(step)
}

_is_named(step) if is_string(step.name)

_is_action(step) if is_string(step.uses.action)

# METADATA
# title: A job's id, for messages
job_id(job) := message.name(object.get(job, "id", "")) if is_object(job)

# METADATA
# title: Whether the name of a step or job says that its failure does not count
is_optional(name) if regex.match(`(?i)\b(optional|advisory|informative|informational|non-?blocking|notify|notification|report|logs|clean-?up)\b`, name)

# METADATA
# title: The images that are pushed, one for each place, as {image, path, name}
pushed_images := [{"image": image, "path": ["images", index], "name": image_name(image)} |
	some index, image in input.images
	is_object(image)
	image.pushed == true
	every earlier, other in input.images {
		_is_another_place(earlier, other, index, image)
	}
]

_is_another_place(earlier, _, index, _) if earlier >= index

_is_another_place(_, other, _, image) if other.at != image.at

_is_another_place(_, _, _, image) if not image.at

_is_another_place(_, other, _, _) if not other.pushed == true

# METADATA
# title: An image's repository without its registry, and how many others there are
image_name(image) := concat("", [_without_registry(names[0]), message.more(count(names) - 1)]) if {
	names := _names(image)
	count(names) > 0
}

image_name(image) := sprintf("of job %s", [message.name(object.get(image, "job", ""))]) if count(_names(image)) == 0

_names(image) := [name | some name in image.repositories; is_string(name)]

_without_registry(name) := concat("/", array.slice(parts, 1, count(parts))) if {
	parts := split(name, "/")
	count(parts) > 1
	regex.match(`[.:]|^localhost$`, parts[0])
}

_without_registry(name) := name if {
	parts := split(name, "/")
	not regex.match(`[.:]|^localhost$`, parts[0])
}

_without_registry(name) := name if count(split(name, "/")) == 1

# METADATA
# title: What is done to an image, such as its scans, as {index, entry}; what concerns another image for certain is left out
done_to(image, field) := {{"index": index, "entry": entry} |
	some index, entry in image[field]
	is_object(entry)
	object.get(entry, "same_image", null) != false
}

# METADATA
# title: The deployments that are reached, as {deployment, path}
deployments := [{"deployment": deployment, "path": ["deployments", index]} |
	some index, deployment in input.deployments
	is_object(deployment)
	reached(deployment)
]
