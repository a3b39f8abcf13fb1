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
# title: What the crate does about traces and errors
default telemetry(_) := {}

telemetry(crate) := crate.tracing if is_object(crate.tracing)

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
	not target.exists == false
}

# METADATA
# title: Whether the crate is an example, documentation or a fixture, which nobody deploys
illustrates(crate) if crate.illustrates == true

# METADATA
# title: Whether the crate is a program of the workspace that answers HTTP or gRPC requests, and no example
is_service(crate) if {
	crate.workspace_member == true
	not illustrates(crate)
	is_program(crate)
	_answers(crate)
}

_answers(crate) if count(list(crate, "http_apps")) > 0

_answers(crate) if depends_on(crate, `^tonic$`)

# METADATA
# title: Whether the crate has spans that leave the process, by OpenTelemetry or a crate that sets it up
exports_spans(crate) if depends_on(crate, `opentelemetry|telemetry|otel|^(?:fastrace|minitrace)`)

exports_spans(crate) if {
	some initialiser in list(telemetry(crate), "initialisers")
	initialiser.opentelemetry == true
}

# METADATA
# title: Whether a route is one that anybody may use, by patterns such as **/health*
is_public(route, patterns) if {
	some pattern in patterns
	is_string(pattern)
	is_string(route.path)
	glob.match(pattern, ["/"], lower(route.path))
}

# METADATA
# title: The routes of a crate that change something, or are GraphQL's, and that not everybody may use
# description: >-
#   Their indices. What only reads may be meant for everybody, and a route whose path or method is not known says
#   nothing; both are left out, and so is the page of a playground beside the endpoint that executes what it asks.
sensitive_routes(crate, patterns) := [index |
	some index, route in list(crate, "routes")
	not route.registered == false
	is_string(route.path)
	_is_sensitive(route)
	not is_public(route, patterns)
	not _is_page_beside_endpoint(crate, route)
]

_is_page_beside_endpoint(crate, route) if {
	route.method == "GET"
	regex.match(`(?i)/(?:graphiql|playground)/?$`, route.path)
	some other in list(crate, "routes")
	not other.registered == false
	is_string(other.path)
	regex.match(`(?i)/graphql/?$`, other.path)
}

_is_sensitive(route) if route.method in {"DELETE", "PATCH", "POST", "PUT"}

_is_sensitive(route) if regex.match(`(?i)/(?:graphql|graphiql|playground|admin)/?$`, route.path)

# METADATA
# title: Whether some route of a crate asks who is there
authenticates(crate) if {
	some route in list(crate, "routes")
	route.authenticated == true
}
