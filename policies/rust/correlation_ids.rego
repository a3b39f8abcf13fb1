# METADATA
# title: Requests carry a correlation id
# description: >-
#   Asks every service with HTTP routes for a middleware that takes or makes a request or correlation id (also
#   TracingLogger and TraceLayer, which give each request a span of its own), or for an interceptor of its gRPC server
#   that reads one. An interceptor that is written and not used does not count. Ids that a proxy sets and only logs
#   show are not seen.
# related_resources:
# - ref: https://opentelemetry.io/docs/concepts/context-propagation/
# custom:
#   severity: low
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Wrap the app in one middleware that reads x-request-id, makes one where it is absent, logs it and sends it on.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.correlation_ids

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("Requests to %q carry no correlation id", [rust_crate.name(input)])),
	"path": ["http_apps", 0],
} if {
	rust_crate.is_service(input)
	count(rust_crate.list(input, "http_apps")) > 0
	not _is_correlated
}

_is_correlated if {
	some id in rust_crate.list(rust_crate.telemetry(input), "correlation_ids")
	id.kind in {"intercepted", "wrapped"}
}

_is_correlated if count(rust_crate.list(rust_crate.telemetry(input), "request_spans")) > 0
