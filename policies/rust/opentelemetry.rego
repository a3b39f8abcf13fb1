# METADATA
# title: Services export their spans
# description: >-
#   Judges programs that answer requests and set up tracing: the code that sets it up must name OpenTelemetry, or the
#   crate depend on it or on a crate that sets it up (by its name). Request spans that only reach the log
#   (tracing-actix-web) neither count nor are denied; libraries are not judged.
# related_resources:
# - ref: https://opentelemetry.io/docs/languages/rust/
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Add tracing-opentelemetry with the OTLP exporter to the subscriber, and point OTEL_EXPORTER_OTLP_ENDPOINT to the
#     collector.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.opentelemetry

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("%q traces to its log only, without OpenTelemetry", [rust_crate.name(input)])),
	"path": ["tracing", "initialisers", 0],
} if {
	rust_crate.is_service(input)
	count(rust_crate.list(rust_crate.telemetry(input), "initialisers")) > 0
	not rust_crate.exports_spans(input)
}
