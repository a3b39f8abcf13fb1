# METADATA
# title: Errors are handled rather than unwrapped
# description: >-
#   Counts .unwrap() in code that is no test, example, benchmark or build script, per crate, against parameter
#   unwraps_per_crate. An unwrap that cannot fail is counted like any other; expect, with its message, is not. Crates
#   that are examples (below examples/ and the like), or by their name help tests, are left out.
# related_resources:
# - ref: https://rust-lang.github.io/rust-clippy/master/index.html#unwrap_used
# custom:
#   severity: low
#   section: "6"
#   recommendation: null
#   capability: security-scanning
#   origin: report
#   estimate: {hours: 0.25, reason: to decide for one place what the error means}
#   remediation: >-
#     Return the error with ?, or say with expect why it cannot happen; deny clippy::unwrap_used in the crate so that
#     none comes back.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: [unwraps_per_crate]
package nova.rust.handled_errors

import data.lib.message
import data.lib.parameters
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"%q unwraps %s in production code",
		[rust_crate.name(input), message.amount(input.unwraps.count, "time")],
	)),
	"path": ["unwraps", "places", 0],
	"related": [["unwraps", "places", index] | some index, _ in rust_crate.list(input.unwraps, "places"); index > 0],
} if {
	not rust_crate.illustrates(input)
	not _serves_tests
	is_number(input.unwraps.count)
	input.unwraps.count > parameters.unwraps_per_crate
}

_serves_tests if regex.match(`(^|[-_])tests?([-_](helpers?|support|utils?))?$`, rust_crate.name(input))
