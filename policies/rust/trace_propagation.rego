# METADATA
# title: Trace context crosses service boundaries
# description: >-
#   Judges services whose production code makes a client of gRPC (tonic) or HTTP (reqwest, hyper), or uses a crate of
#   the repository that makes those of gRPC: some code must set a propagator, or the crate depend on one that does (by
#   its name). Propagation by a service mesh needs the headers handed on in code too, so it does not count. HTTP clients
#   in files that name public hosts only call other people's services and are left out; clients of other libraries are
#   not seen.
# related_resources:
# - ref: https://www.w3.org/TR/trace-context/
# custom:
#   severity: low
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Set TraceContextPropagator where tracing is set up, inject the context into outgoing requests and extract it
#     from incoming ones.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.trace_propagation

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("%q hands no trace context on to the services it calls", [rust_crate.name(input)])),
	"path": _place,
} if {
	rust_crate.is_service(input)
	count(_callers) > 0
	not rust_crate.exports_spans(input)
	count(rust_crate.list(rust_crate.telemetry(input), "propagators")) == 0
}

# Where what is called belongs to somebody else, such as a provider of OAuth, the context ends.
_callers := [index | some index, client in rust_crate.list(input, "clients"); client.kind in {"grpc", "http", "shared"}]

# A crate that makes the clients is named in the manifest, which is a poor place to set a propagator.
_place := ["tracing", "initialisers", 0] if {
	input.clients[_callers[0]].kind == "shared"
	count(rust_crate.list(rust_crate.telemetry(input), "initialisers")) > 0
} else := ["clients", _callers[0]]
