# METADATA
# title: gRPC streams are tested
# description: >-
#   Where services speak gRPC, asks for a test that opens a stream, that cargo runs and that can fail, or for a load
#   script that does. Whether an interface really has streaming calls is not seen. Tests about it that never run, are
#   ignored, assert nothing or do not use the crate are named beside, one per file.
# related_resources:
# - ref: https://grpc.io/docs/what-is-grpc/core-concepts/#server-streaming-rpc
# custom:
#   severity: low
#   section: "2"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Open a stream, send and receive for some minutes, drop the connection in between, and expect the stream to end
#     with the right status.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.streaming_tests

import data.lib.load_scripts
import data.lib.rust_tests

deny contains {
	"msg": "No effective test opens a gRPC stream",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"streaming"}),
} if {
	rust_tests.some_crate_uses(`^tonic$`)
	count(rust_tests.effective({"streaming"})) == 0
	not load_scripts.has_scenario("streaming")
}
