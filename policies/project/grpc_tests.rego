# METADATA
# title: Calls between services are tested
# description: >-
#   Where several services speak gRPC, asks for an integration test that calls one with a client, that cargo runs,
#   that can fail and that uses the crate it tests. Tests about it, also those that only their names tell, that never
#   run, are ignored, assert nothing or do not use the crate are named beside, one per file. Tests outside Rust are not
#   seen.
# related_resources:
# - ref: https://docs.rs/tonic/latest/tonic/
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Start the server in the test on a free port, call it with the generated client, and assert answers and status
#     codes; run it in the pipeline.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.grpc_tests

import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No effective integration test calls a service over gRPC",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"grpc", "grpc_client"}),
} if {
	count(_grpc_services) > 1
	count(rust_tests.effective_integration({"grpc_client"})) == 0
}

_grpc_services := [crate |
	some crate in rust_tests.services
	rust_crate.depends_on(crate, `^tonic$`)
]
