# METADATA
# title: Performance has a baseline
# description: >-
#   Asks services for something that compares performance with a stated or recorded figure in a pipeline: a load
#   script with thresholds that a pipeline runs and that can fail it, or benchmarks that a pipeline runs with cargo
#   bench. Benchmarks and scripts that nobody runs are named beside.
# related_resources:
# - ref: https://bheisler.github.io/criterion.rs/book/user_guide/command_line_options.html
# custom:
#   severity: low
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Give the load script thresholds from a measured run and let the pipeline fail on them; keep criterion's baseline
#     of the main branch.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.performance_baselines

import data.lib.load_scripts
import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No pipeline compares performance with a baseline",
	"path": rust_tests.place,
	"related": sort(_benches | {path | some path, script in load_scripts.all_scripts; _has_thresholds(script)}),
} if {
	count(rust_tests.services) > 0
	not _benches_run
	not _thresholds_run
}

_benches := {[index, "contents", "benches", position] |
	some index, crate in repository.facts("RustCrate")
	some position, bench in rust_crate.list(crate, "benches")
}

_benches_run if {
	count(_benches) > 0
	some pipeline in repository.facts("Pipeline")
	some job in rust_crate.list(pipeline, "jobs")
	some step in rust_crate.list(job, "steps")
	step.runs != "never"
	some command in rust_crate.list(step, "commands")
	command.program == "cargo"
	"bench" in rust_crate.list(command, "arguments")
}

_thresholds_run if {
	some script in load_scripts.that_run
	_has_thresholds(script)
	some run in script.run_by
	run.can_fail == true
}

_has_thresholds(script) if count(rust_crate.list(script, "thresholds")) > 0
