# METADATA
# title: Errors are collected in one place
# description: >-
#   Asks services for one that sends its errors to a tracker: a dependency on a client of Sentry, Rollbar, Bugsnag,
#   Honeybadger or the like that is set up in code. A dependency that nothing sets up is named beside. Alerts on logs
#   in a hosted service are not seen.
# related_resources:
# - ref: https://docs.sentry.io/platforms/rust/
# custom:
#   severity: medium
#   section: "5"
#   recommendation: error-tracking
#   capability: incident-response
#   origin: report
#   remediation: >-
#     Add sentry with its tracing layer to the services' shared telemetry crate, take the DSN from the secret store,
#     and set release and environment.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.error_tracking

import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No service sends its errors to an error tracker",
	"path": _place,
	"related": sort(_dependencies),
} if {
	count(rust_tests.services) > 0
	not _is_tracked
}

_trackers := `^(?:sentry(?:-.*)?|rollbar(?:-.*)?|bugsnag|honeybadger|raygun|airbrake|appsignal)$`

_dependencies := {[index, "contents", "dependencies", position] |
	some index, crate in repository.facts("RustCrate")
	some position, dependency in rust_crate.list(crate, "dependencies")
	dependency.kind == "normal"
	is_string(dependency["package"])
	regex.match(_trackers, dependency["package"])
}

# Only Sentry's set-up is known by its name; of the others the dependency is enough.
_is_tracked if {
	some crate in repository.facts("RustCrate")
	count(rust_crate.list(rust_crate.telemetry(crate), "sentry_init")) > 0
}

_is_tracked if {
	some crate in repository.facts("RustCrate")
	rust_crate.depends_on(crate, `^(?:rollbar(?:-.*)?|bugsnag|honeybadger|raygun|airbrake|appsignal)$`)
}

_place := [min(object.keys(found)), "contents"] if {
	found := {index: fact | some index, fact in repository.facts("RustWorkspace"); fact.explicit == true}
	count(found) > 0
} else := repository.files_path
