# METADATA
# title: Workflows
# description: >-
#   Jobs, steps and scripts of the GitHub workflow or composite action in `input`, each with its path.
package lib.workflow

# METADATA
# title: The jobs that have steps or call a workflow, as {id, job, path}
jobs := [{"id": id, "job": job, "path": ["jobs", id]} |
	is_object(input.jobs)
	some id, job in input.jobs
	is_object(job)
]

# METADATA
# title: The steps of all jobs, or of the composite action, as {step, name, job, path}; job is null in an action
steps := array.concat(
	[{"step": step, "name": _name(step, index), "job": found.id, "path": array.concat(found.path, ["steps", index])} |
		some found in jobs
		some index, step in found.job.steps
		is_object(step)
	],
	[{"step": step, "name": _name(step, index), "job": null, "path": ["runs", "steps", index]} |
		some index, step in input.runs.steps
		is_object(step)
	],
)

# Calls in `not` get no reference that may be undefined: the whole body would be undefined with it.
default _name(_, _) := "(unnamed step)"

_name(step, _) := step.name if is_string(step.name)

_name(step, _) := step.uses if {
	is_string(step.uses)
	not step.name
}

_name(step, index) := sprintf("step %v", [index]) if {
	not step.uses
	not step.name
}

# METADATA
# title: The action of a step in lower case, without its ref; undefined where a step uses none
action(step) := lower(split(step.uses, "@")[0]) if is_string(step.uses)

# METADATA
# title: An input of a step's action as text; undefined where it is not given
argument(step, name) := value if {
	value := step["with"][name]
	is_string(value)
}

argument(step, name) := sprintf("%v", [value]) if {
	value := step["with"][name]
	some type in {"boolean", "number"}
	type_name(value) == type
}

# METADATA
# title: Whether a flag is on, written as a boolean or as text
is_true(value) if value == true

is_true(value) if {
	is_string(value)
	lower(trim_space(value)) == "true"
}

# METADATA
# title: The commands of a script, one per line
# description: Lines that end in a backslash are joined to the next; comments are left out.
script_lines(text) := [line |
	some written in split(replace(replace(text, "\r", ""), "\\\n", " "), "\n")
	line := trim_space(written)
	line != ""
	not startswith(line, "#")
]

# METADATA
# title: The expressions in a text, without their marks
expressions(text) := [trim_space(match[1]) | some match in regex.find_all_string_submatch_n(`\$\{\{((?:[^}]|\}[^}])*)\}\}`, text, -1)]
