# METADATA
# title: Runtime images carry release builds
# description: >-
#   Looks at what the final stage, and the stages it continues, copy from other stages: a path in target/debug, or
#   anything from a stage whose only cargo builds are debug builds; and at a CMD or ENTRYPOINT in target/debug. A build
#   whose profile is a variable is taken for a release build. Scripts that are run by RUN are not followed.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/reference/profiles.html
# custom:
#   severity: high
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Build with cargo build --release and copy the binary from target/release.
#   matchers:
#   - input: dockerfile
#   parameters: []
package nova.dockerfile.release_binary

import data.lib.dockerfile
import data.lib.message

deny contains {
	"msg": message.line(sprintf("The runtime image gets %q, a debug build", [source])),
	"path": [index],
} if {
	some index in dockerfile.within(dockerfile.final)
	source := _debug_source(index)
}

deny contains {
	"msg": message.line(sprintf("The runtime image starts %q, a debug build", [program])),
	"path": [index],
} if {
	some command in {"cmd", "entrypoint"}
	index := dockerfile.last(dockerfile.final, command)
	program := min({word |
		some text in dockerfile.instructions[index].value
		some word in split(text, " ")
		_in_debug(word)
	})
}

_debug_source(index) := min(debug) if {
	dockerfile.copied_stage(index)
	debug := {source | some source in _sources(index); _in_debug(source)}
	count(debug) > 0
}

_debug_source(index) := min(sources) if {
	sources := _sources(index)
	every source in sources {
		not regex.match(`(^|/)target/`, source)
	}
	stage := dockerfile.copied_stage(index)
	builds := {build | some build in dockerfile.within(stage); dockerfile.compiles(build)}
	count(builds) > 0
	every build in builds {
		_is_debug(dockerfile.text(build))
	}
	some source in sources
	_may_be_program(source)
}

_sources(index) := {source |
	value := dockerfile.instructions[index].value
	dockerfile.instructions[index].command == "copy"
	some position, source in value
	position < count(value) - 1
}

_in_debug(path) if regex.match(`(^|/)target/([\w.-]+/)?debug/`, path)

# Migrations, certificates and configuration have endings, folders of them have telling names.
_may_be_program(path) if regex.match(`/bin/[\w-]+$|^/?(app|out|build|dist|usr/local/bin)/[\w-]*(service|server|gateway|api|app|worker|bin)$`, path)

# A variable among the options may choose the profile.
_is_debug(text) if not regex.match(`--release|(^|\s)-r(\s|$)|--profile[ =]|\$\{?\w*(FLAGS|ARGS|OPTS|PROFILE|MODE|RELEASE)`, text)
