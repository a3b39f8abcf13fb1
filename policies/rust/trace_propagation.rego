# METADATA
# title: Trace context crosses service boundaries
# description: >-
#   Judges services that call others by gRPC or HTTP, or answer gRPC: some code must set a propagator, or the crate
#   depend on one that does (by its name). Propagation by a service mesh needs the headers handed on in code too, so
#   it does not count.
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
	rust_crate.depends_on(input, `^(?:tonic|reqwest|hyper)$`)
	not rust_crate.exports_spans(input)
	count(rust_crate.list(rust_crate.telemetry(input), "propagators")) == 0
}

_place := ["tracing", "initialisers", 0] if {
	count(rust_crate.list(rust_crate.telemetry(input), "initialisers")) > 0
} else := []
