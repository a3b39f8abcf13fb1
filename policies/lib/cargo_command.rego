# METADATA
# title: Cargo commands
# description: What the cargo commands of pipelines ask for, and of which package.
package lib.cargo_command

import data.lib.pipeline
import data.lib.repository
import data.lib.rust_crate

# METADATA
# title: Cargo commands of steps that run and build targets
# description: Each with its path, its step, and its arguments before a "--".
building := [{"path": path, "step": step, "arguments": arguments} |
	some index, fact in repository.facts("Pipeline")
	some number, job in rust_crate.list(fact, "jobs")
	pipeline.reached(job)
	not _checks_out_elsewhere(job)
	some position, step in rust_crate.list(job, "steps")
	pipeline.reached(step)
	not _changes_folder(step)
	some place, command in rust_crate.list(step, "commands")
	command.program == "cargo"
	arguments := _own([word | some word in rust_crate.list(command, "arguments"); is_string(word); not startswith(word, "+")])
	arguments[0] in {"b", "bench", "build", "c", "check", "clippy", "nextest", "r", "run", "rustc", "t", "test"}
	path := [index, "contents", "jobs", number, "steps", position, "commands", place]
]

_own(words) := array.slice(words, 0, min({count(words)} | {place | some place, word in words; word == "--"}))

_checks_out_elsewhere(job) if {
	some step in rust_crate.list(job, "steps")
	pipeline.has_role(step, {"checkout"})
	some name in ["path", "repository"]
	step.inputs[name]
}

_changes_folder(step) if {
	some command in rust_crate.list(step, "commands")
	command.program in {"cd", "popd", "pushd"}
}

# METADATA
# title: The one package that a command selects, by its index
# description: By --manifest-path, -p or the step's working directory; undefined where there may be several.
package_of(found) := min(indices) if {
	every word in found.arguments {
		not regex.match(`^(?:--workspace|--all|--exclude(?:=.*)?|-C.*)$`, word)
	}
	indices := _packages(found)
	count(indices) == 1
	every index in indices {
		not repository.facts("RustCrate")[index].directory in _default_members
	}
}

# Folders whose manifest selects members instead of its own package.
_default_members := {workspace.directory |
	some workspace in repository.facts("RustWorkspace")
	count(rust_crate.list(workspace, "default_members")) > 0
}

_packages(found) := _having("name", names) if {
	names := values(found.arguments, {"-p", "--package"})
	count(names) > 0
} else := _having("manifest", manifests) if {
	manifests := values(found.arguments, {"--manifest-path"})
	count(manifests) > 0
	_folder(found.step) == "."
} else := _having("directory", {_nearest(_folder(found.step))}) if {
	count(values(found.arguments, {"--manifest-path"})) == 0
}

_having("name", names) := {index | some index, crate in repository.facts("RustCrate"); rust_crate.name(crate) in names}

_having(field, values) := {index | some index, crate in repository.facts("RustCrate"); crate[field] in values} if field != "name"

# METADATA
# title: The values that options have among words, written with a space or with "="
values(words, options) := {value |
	some place, word in words
	word in options
	value := words[place + 1]
} | {value |
	some word in words
	some option in options
	startswith(word, concat("", [option, "="]))
	value := substring(word, count(option) + 1, -1)
}

default _folder(_) := "."

_folder(step) := trim_suffix(trim_prefix(step.working_directory, "./"), "/") if is_string(step.working_directory)

# Cargo takes the manifest of the folder itself, or of the nearest one above.
_nearest(folder) := candidates[_][1] if {
	not contains(folder, "$")
	candidates := {max({[_depth(directory), directory] |
		some directory in _directories
		_holds(directory, folder)
	})}
}

_directories := {directory |
	some kind in ["RustCrate", "RustWorkspace"]
	some fact in repository.facts(kind)
	directory := fact.directory
	is_string(directory)
} | {directory |
	some workspace in repository.facts("RustWorkspace")
	some member in rust_crate.list(workspace, "non_members")
	directory := trim_suffix(member.manifest, "/Cargo.toml")
}

_depth(".") := 0

_depth(directory) := count(split(directory, "/")) if directory != "."

_holds(".", _)

_holds(directory, folder) if directory == folder

_holds(directory, folder) if startswith(folder, concat("", [directory, "/"]))
