# METADATA
# title: Emitted metrics
# description: Which metrics the code of a repository, or an exporter, is known to emit.
package lib.emitted_metrics

import data.lib.parameters
import data.lib.repository
import data.lib.rust_crate

# METADATA
# title: The metrics that an alert or a dashboard reads
names(reader) := [name | some name in rust_crate.list(reader, "metrics"); is_string(name)]

# METADATA
# title: Whether none of some metrics is known, in a repository whose code registers metrics by name
is_unknown(metrics) if {
	count(metrics) > 0
	count(_registered) > 0
	not _others_write_more
	every name in metrics {
		not _is_emitted(name)
	}
}

_registered contains metric.name if {
	some crate in repository.facts("RustCrate")
	some metric in rust_crate.list(crate, "metrics")
	is_string(metric.name)
}

# What services in other languages register is not known.
_others_write_more if _lines(_server_languages) > _lines({"rust"})

_lines(names) := sum([language.lines |
	some language in repository.files.languages
	language.name in names
	is_number(language.lines)
])

_server_languages := {"c", "cpp", "go", "java", "javascript", "kotlin", "python", "ruby", "typescript"}

_is_emitted(name) if _family(name) in _families

_families := {_family(name) | some name in _registered}

# Recording rules write what other rules read.
_is_emitted(name) if {
	some source in repository.facts("AlertRules")
	some rule in rust_crate.list(source, "records")
	rule.record == name
}

_is_emitted(name) if {
	some prefix in parameters.exporter_prefixes
	startswith(name, prefix)
}

# A histogram called x is read as x_bucket, x_sum and x_count, and some libraries append _total to counters.
_family(name) := trim_suffix(trim_suffix(trim_suffix(trim_suffix(name, "_bucket"), "_sum"), "_count"), "_total")
