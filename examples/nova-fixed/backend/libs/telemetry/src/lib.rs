//! What every service tells about itself: traces, errors, metrics and health.

pub mod correlation;
pub mod health;
pub mod metrics;
pub mod propagation;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{global, KeyValue};
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::TracerProvider;
use opentelemetry_sdk::{runtime, Resource};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::EnvFilter;

/// Why telemetry could not start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The exporter of `OTEL_EXPORTER_OTLP_ENDPOINT` could not be built.
    #[error("the trace exporter could not start: {0}")]
    Exporter(#[from] opentelemetry::trace::TraceError),
    /// Another subscriber is already there.
    #[error("the log subscriber could not start: {0}")]
    Subscriber(#[from] tracing_subscriber::util::TryInitError),
}

/// Returns how a trace travels from one service to the next: in the W3C `traceparent` header.
pub fn propagator() -> TraceContextPropagator {
    TraceContextPropagator::new()
}

/// Sends spans of *service* to the collector, logs as JSON to stdout and errors to Sentry.
pub fn init(service: &'static str) -> Result<(), TelemetryError> {
    let exporter = SpanExporter::builder().with_tonic().build()?;
    let provider = TracerProvider::builder()
        .with_batch_exporter(exporter, runtime::Tokio)
        .with_resource(Resource::new([KeyValue::new("service.name", service)]))
        .build();
    global::set_tracer_provider(provider.clone());
    tracing_subscriber::registry()
        .with(EnvFilter::from_default_env())
        .with(tracing_subscriber::fmt::layer().json())
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer(service)))
        .with(sentry::integrations::tracing::layer())
        .try_init()?;
    Ok(())
}

/// Returns the options of the Sentry client; `SENTRY_DSN` names the project, and without it nothing is sent.
pub fn sentry_options(service: &'static str) -> sentry::ClientOptions {
    sentry::ClientOptions {
        dsn: std::env::var("SENTRY_DSN").ok().and_then(|dsn| dsn.parse().ok()),
        server_name: Some(service.into()),
        attach_stacktrace: true,
        ..Default::default()
    }
}
