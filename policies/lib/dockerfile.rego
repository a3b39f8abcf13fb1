# METADATA
# title: Dockerfiles
# description: >-
#   Stages, instructions and base images of the Dockerfile in `input`: a list of {Cmd, SubCmd, JSON, Flags, Value, Stage}.
#   A stage is known by the index of its FROM.
package lib.dockerfile

# METADATA
# title: The instructions, as index → {command, value, flags, json}
instructions[index] := {
	"command": lower(instruction.Cmd),
	"value": _texts(object.get(instruction, "Value", [])),
	"flags": _texts(object.get(instruction, "Flags", [])),
	"json": object.get(instruction, "JSON", false) == true,
} if {
	is_array(input)
	some index, instruction in input
	is_object(instruction)
	is_string(instruction.Cmd)
}

_texts(value) := [text | some text in value; is_string(text)]

# METADATA
# title: The stages, as index of the FROM → {base, name, end}
# description: >-
#   base is the image as far as arguments with defaults tell; a $ in it says that they do not. end is the index behind
#   the stage's last instruction.
stages[start] := {"base": _base(start), "name": _stage_name(start), "end": _end(start)} if some start in _starts

_starts := sort([index | some index, instruction in instructions; instruction.command == "from"])

_end(start) := min([later | some later in array.concat(_starts, [count(input)]); later > start])

default _stage_name(_) := null

_stage_name(start) := lower(value[2]) if {
	value := instructions[start].value
	lower(value[1]) == "as"
}

default _base(_) := ""

_base(start) := strings.replace_n(_replacements(written), written) if written := instructions[start].value[0]

_replacements(text) := {match[0]: value |
	some match in regex.find_all_string_submatch_n(`\$\{?(\w+)(?::?-([^}]*)\})?\}?`, text, -1)
	value := _argument(match[1], match[2])
}

_argument(name, _) := _arguments[name]

_argument(name, fallback) := fallback if {
	not _arguments[name]
	fallback != ""
}

# Arguments before the first FROM are what FROM can use; of several declarations the last counts.
_arguments[name] := values[count(values) - 1] if {
	some name, _ in _declared
	values := _declared[name]
}

_declared[name] := [value |
	some index, instruction in instructions
	instruction.command == "arg"
	index < _starts[0]
	some text in instruction.value
	startswith(text, concat("", [name, "="]))
	value := trim(substring(text, count(name) + 1, -1), "\"'")
] if {
	some instruction in instructions
	instruction.command == "arg"
	some text in instruction.value
	contains(text, "=")
	name := split(text, "=")[0]
}

# METADATA
# title: The index of the last stage's FROM; undefined where there is none
final := max(_starts) if count(_starts) > 0

# Of several stages with one name the last one before counts.
_parents := {start: _parent(start) | some start, _ in stages}

_parent(start) := [max(found) |
	name := lower(stages[start].base)
	found := {other | some other, stage in stages; other < start; stage.name == name}
	count(found) > 0
]

# METADATA
# title: A stage and all stages that it continues
lineage(start) := graph.reachable(_parents, {start})

# METADATA
# title: The image that a stage comes from in the end
root_base(start) := stages[min(lineage(start))].base

# METADATA
# title: Whether a stage's image comes from another stage of the file
continues_stage(start) if count(_parents[start]) > 0

# METADATA
# title: The indices of the instructions of a stage and of the stages that it continues
within(start) := {index |
	some stage in lineage(start)
	some index, _ in instructions
	index >= stage
	index < stages[stage].end
}

# METADATA
# title: The index of the last instruction of this kind that holds for a stage; undefined where there is none
last(start, command) := max(found) if {
	found := {index | some index in within(start); instructions[index].command == command}
	count(found) > 0
}

# METADATA
# title: Whether the final stage makes an image that starts a program
starts_program if {
	some command in {"cmd", "entrypoint"}
	last(final, command)
}

# METADATA
# title: The shell text of an instruction
text(index) := concat(" ", instructions[index].value)

# METADATA
# title: The stage that COPY --from copies from; undefined where it is another image
copied_stage(index) := start if {
	some flag in instructions[index].flags
	startswith(flag, "--from=")
	source := lower(substring(flag, 7, -1))
	start := _stage_called(source, index)
}

_stage_called(source, index) := max(found) if {
	found := {start | some start, stage in stages; start < index; stage.name == source}
	count(found) > 0
}

_stage_called(source, index) := _starts[number] if {
	regex.match(`^\d{1,4}$`, source)
	number := to_number(source)
	_starts[number] < index
}

# METADATA
# title: The family of a base image
# description: >-
#   scratch, distroless, chainguard, alpine, busybox, debian, ubuntu, rhel; toolchain for images with a compiler,
#   language for images of an interpreter or runtime; other for the rest.
family(base) := families[0].name if {
	families := [entry | some entry in _known_families; regex.match(entry.pattern, _repository(base))]
	count(families) > 0
}

family(base) := "other" if {
	every entry in _known_families {
		not regex.match(entry.pattern, _repository(base))
	}
}

_known_families := [
	{"name": "scratch", "pattern": `^scratch$`},
	{"name": "distroless", "pattern": `(^|/)distroless(/|$)|distroless`},
	{"name": "chainguard", "pattern": `^cgr\.dev/|^chainguard/|(^|/)wolfi`},
	{"name": "alpine", "pattern": `(^|/)alpine$`},
	{"name": "busybox", "pattern": `(^|/)busybox$`},
	{"name": "debian", "pattern": `(^|/)debian$`},
	{"name": "ubuntu", "pattern": `(^|/)ubuntu$`},
	{"name": "rhel", "pattern": `(^|/)(ubi\d*(-minimal|-init)?|centos|fedora|rockylinux|almalinux|amazonlinux|oraclelinux)(/ubi[\w-]*)?$`},
	{"name": "toolchain", "pattern": `(^|/)(rust|golang|gcc|maven|gradle|buildpack-deps|swift|cargo-chef|sdk)$`},
	{"name": "language", "pattern": `(^|/)(node|python|ruby|php|openjdk|eclipse-temurin|amazoncorretto|deno|bun)$`},
]

_repository(base) := concat("", [head, split(tail, ":")[0]]) if {
	named := split(base, "@")[0]
	parts := split(named, "/")
	tail := parts[count(parts) - 1]
	head := substring(named, 0, count(named) - count(tail))
}

# METADATA
# title: The tag of a base image, "" where it has none
tag(base) := concat(":", array.slice(parts, 1, count(parts))) if {
	names := split(split(base, "@")[0], "/")
	parts := split(names[count(names) - 1], ":")
}

# METADATA
# title: Whether an instruction compiles a crate with cargo
compiles(index) if {
	instructions[index].command == "run"
	regex.match(`(^|[\s;&|(])(cargo|cross)\s+(\+\S+\s+)?(auditable\s+|leptos\s+)?(build|b|rustc|zigbuild)(\s|$)`, text(index))
}
