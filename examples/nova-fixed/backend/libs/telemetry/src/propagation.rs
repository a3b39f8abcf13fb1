//! The `traceparent` header, in and out of HTTP and gRPC.

use actix_web::http::header::HeaderMap;
use opentelemetry::propagation::{Extractor, Injector};
use opentelemetry::{global, Context};
use tonic::metadata::{KeyRef, MetadataKey, MetadataMap};
use tracing_opentelemetry::OpenTelemetrySpanExt;

struct HttpHeaders<'a>(&'a HeaderMap);

impl Extractor for HttpHeaders<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|key| key.as_str()).collect()
    }
}

struct ReceivedMetadata<'a>(&'a MetadataMap);

impl Extractor for ReceivedMetadata<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        let ascii = self.0.keys().filter_map(|key| match key {
            KeyRef::Ascii(key) => Some(key.as_str()),
            KeyRef::Binary(_) => None,
        });
        ascii.collect()
    }
}

struct GrpcMetadata<'a>(&'a mut MetadataMap);

impl Injector for GrpcMetadata<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(key), Ok(value)) = (MetadataKey::from_bytes(key.as_bytes()), value.parse()) {
            self.0.insert(key, value);
        }
    }
}

/// Returns the caller's trace context.
pub fn extract_http(headers: &HeaderMap) -> Context {
    global::get_text_map_propagator(|propagator| propagator.extract(&HttpHeaders(headers)))
}

/// Returns the trace context of a gRPC caller.
pub fn extract_grpc(metadata: &MetadataMap) -> Context {
    global::get_text_map_propagator(|propagator| propagator.extract(&ReceivedMetadata(metadata)))
}

/// A tonic interceptor that hands the current trace to the service called.
pub fn inject_grpc(mut request: tonic::Request<()>) -> Result<tonic::Request<()>, tonic::Status> {
    let context = tracing::Span::current().context();
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut GrpcMetadata(request.metadata_mut()));
    });
    Ok(request)
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::TraceContextExt;

    use super::*;

    const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_grpc_caller_s_trace_goes_on() {
        global::set_text_map_propagator(crate::propagator());
        let mut metadata = MetadataMap::new();
        metadata.insert("traceparent", TRACE.parse().expect("a header value"));

        let context = extract_grpc(&metadata);

        let id = context.span().span_context().trace_id().to_string();
        assert_eq!(id, "0af7651916cd43dd8448eb211c80319c");
    }

    #[test]
    fn a_caller_without_a_trace_begins_a_new_one() {
        global::set_text_map_propagator(crate::propagator());
        assert!(!extract_http(&HeaderMap::new()).span().span_context().is_valid());
    }
}
