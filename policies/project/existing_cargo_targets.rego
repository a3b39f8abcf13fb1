# METADATA
# title: Cargo commands ask for targets that the package has
# description: >-
#   Holds --lib, --bin, --test, --bench and --example of cargo commands that select one package, by --manifest-path, -p
#   or the step's working directory, against the targets of that package: cargo refuses what is not there, so the step
#   fails whenever it runs. Patterns, names with unknown parts, steps that change folders themselves and workspaces with
#   default members are not judged.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/commands/cargo-test.html#target-selection
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "find which package was meant, and see the job pass once"}
#   remediation: >-
#     Name the package that was meant with -p, use --workspace, or drop the option.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.existing_cargo_targets

import data.lib.cargo_command
import data.lib.message
import data.lib.pipeline
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"Step %q asks package %q for %s, which it does not have",
		[pipeline.step_name(found.step), rust_crate.name(crate), missing],
	)),
	"path": found.path,
} if {
	some found in cargo_command.building
	crate := repository.facts("RustCrate")[cargo_command.package_of(found)]
	some missing in _missing(crate, found.arguments)
}

_missing(crate, words) := {"a library" |
	"--lib" in words
	not _has_kind(crate, "lib")
} | {sprintf("%s %s", [kind, name]) |
	some kind in ["bench", "bin", "example", "test"]
	some name in cargo_command.values(words, {concat("", ["--", kind])})
	regex.match(`^[\w-]+$`, name)
	not _has(crate, kind, name)
}

_has_kind(crate, kind) if {
	some target in rust_crate.list(crate, "targets")
	target.kind == kind
}

_has(crate, kind, name) if {
	some target in rust_crate.list(crate, "targets")
	target.kind == kind
	target.name == name
}
