# METADATA
# title: Dependencies are compiled in a layer of their own
# description: >-
#   A stage that runs cargo build after copying sources has, itself or in a stage that it continues, compiled the
#   dependencies before: by cargo chef cook, by a build after a COPY of manifests only, or in a cache mount. Builds that
#   a script of the repository starts are not seen. The first copy of sources, from which on layers are built anew, is
#   named beside.
# related_resources:
# - ref: https://github.com/LukeMathWalker/cargo-chef
# - ref: https://docs.docker.com/build/cache/optimize/
# custom:
#   severity: medium
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Plan and cook the dependencies with cargo chef in stages before the sources are copied, or mount a cache for the
#     target folder and the registry.
#   matchers:
#   - input: dockerfile
#   parameters: []
package nova.dockerfile.cached_dependencies

import data.lib.dockerfile

deny contains {
	"msg": "cargo build compiles all dependencies anew when a source changes",
	"path": [first],
	"related": [[min(copies)]],
} if {
	some start, _ in dockerfile.stages
	builds := {index | some index in _own(start); dockerfile.compiles(index)}
	first := min(builds)
	copies := {index | some index in dockerfile.within(start); _copies_sources(index); index < first}
	count(copies) > 0
	not _is_cached(first)
	not _cooked_before(start, first)
}

_own(start) := {index |
	some index, _ in dockerfile.instructions
	index > start
	index < end
} if {
	end := dockerfile.stages[start].end
}

_copies_sources(index) if {
	_is_local_copy(index)
	some source in _sources(index)
	not _is_manifest(source)
}

_is_local_copy(index) if {
	dockerfile.instructions[index].command in {"add", "copy"}
	every flag in dockerfile.instructions[index].flags {
		not startswith(flag, "--from=")
	}
}

_sources(index) := array.slice(value, 0, count(value) - 1) if value := dockerfile.instructions[index].value

_is_manifest(source) if regex.match(`(^|/)(Cargo\.(toml|lock)|rust-toolchain(\.toml)?|\.cargo(/.*)?|recipe\.json|(clippy|rustfmt|deny)\.toml)$`, source)

_is_cached(index) if {
	some flag in dockerfile.instructions[index].flags
	regex.match(`^--mount=.*type=cache`, flag)
	regex.match(`target=[^,]*(cargo|registry|target)`, flag)
}

_cooked_before(start, first) if {
	some index in dockerfile.within(start)
	index < first
	regex.match(`(^|\s)cargo(-chef)?\s+(chef\s+)?cook(\s|$)`, dockerfile.text(index))
}

# A build or fetch before any source was copied has seen manifests only.
_cooked_before(start, first) if {
	some index in dockerfile.within(start)
	index < first
	_builds_or_fetches(index)
	every other in dockerfile.within(start) {
		_leaves_sources(other, index)
	}
}

_builds_or_fetches(index) if dockerfile.compiles(index)

_builds_or_fetches(index) if {
	dockerfile.instructions[index].command == "run"
	regex.match(`(^|[\s;&|(])cargo\s+(fetch|vendor)(\s|$)`, dockerfile.text(index))
}

_leaves_sources(other, index) if other > index

_leaves_sources(other, _) if not _copies_sources(other)
