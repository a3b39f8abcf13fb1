# METADATA
# title: Rust crates
# description: What the fact about one crate says, whatever odd types its fields have.
package lib.rust_crate

# METADATA
# title: The crate's name, for messages
default name(_) := "(unnamed)"

name(crate) := crate.metadata.name if is_string(crate.metadata.name)

# METADATA
# title: A list of the fact, empty where it is none
default list(_, _) := []

list(value, field) := value[field] if is_array(value[field])

# METADATA
# title: Whether production code depends on a package whose name matches a pattern
depends_on(crate, pattern) if {
	some dependency in list(crate, "dependencies")
	dependency.kind == "normal"
	is_string(dependency["package"])
	regex.match(pattern, dependency["package"])
}

# METADATA
# title: Whether the crate is built as a program
is_program(crate) if {
	some target in list(crate, "targets")
	target.kind == "bin"
	target.exists != false
}

# METADATA
# title: Whether the crate is a program of the workspace that answers HTTP or gRPC requests
is_service(crate) if {
	crate.workspace_member == true
	is_program(crate)
	_answers(crate)
}

_answers(crate) if count(list(crate, "http_apps")) > 0

_answers(crate) if depends_on(crate, `^tonic$`)

# METADATA
# title: Whether the crate has spans that leave the process, by OpenTelemetry or a crate that sets it up
exports_spans(crate) if depends_on(crate, `opentelemetry|telemetry|otel|^(?:fastrace|minitrace)`)

exports_spans(crate) if {
	some initialiser in list(object.get(crate, "tracing", {}), "initialisers")
	initialiser.opentelemetry == true
}

# METADATA
# title: Whether a route is one that anybody may use, by patterns such as **/health*
# description: A route whose path is not known is nobody's business.
is_public(route, patterns) if {
	some pattern in patterns
	is_string(pattern)
	is_string(route.path)
	glob.match(pattern, [], lower(route.path))
}

is_public(route, _) if not is_string(route.path)

# METADATA
# title: The HTTP routes of a crate that not everybody may use, as {index, route}
protected_routes(crate, patterns) := [found |
	some index, route in list(crate, "routes")
	is_object(route)
	route.registered != false
	not is_public(route, patterns)
	found := {"index": index, "route": route}
]
