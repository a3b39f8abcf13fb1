# METADATA
# title: Builder images install the tools that the crates need
# description: >-
#   Compares cmake, clang and protoc in the builder stages of Dockerfiles with the packages of Cargo.lock that build
#   with them. Compilers and linkers (build-essential, gcc) are needed by Rust itself and not judged, nor is anything
#   without a Cargo.lock. A build script that calls a tool on its own is not seen.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/reference/build-script-examples.html#building-a-native-library
# custom:
#   severity: low
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Remove the package from the builder stage.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [ContainerBuild]
#   parameters: []
package nova.project.needed_build_tools

import data.lib.message
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("Stage %d installs %s, which no crate of Cargo.lock builds with", [number, tool.name])),
	"path": [index, "contents", "stages", number, "packages", position],
} if {
	some index, build in repository.facts("ContainerBuild")
	some number, stage in rust_crate.list(build, "stages")
	count(rust_crate.list(stage, "cargo_builds")) > 0
	some position, tool in rust_crate.list(stage, "packages")
	users := _users[tool.name]
	count(_locked) > 0
	count(users & _locked) == 0
}

_users := {
	"clang": _bindgen,
	"cmake": {"aws-lc-sys", "cmake", "grpcio-sys", "rdkafka-sys"},
	"libclang-dev": _bindgen,
	"protobuf-compiler": {"prost-build", "protobuf-codegen", "tonic-build"},
}

_bindgen := {"bindgen", "clang-sys"}

_locked contains name if {
	some workspace in repository.facts("RustWorkspace")
	some name in rust_crate.list(workspace, "lock_packages")
}
