//! The id that ties the log lines of one request together, in all services.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::propagation;

/// The header that carries the id.
pub const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");

/// The id of the current request, in its extensions.
#[derive(Clone, Debug)]
pub struct CorrelationId(pub String);

/// Continues the caller's trace and correlation id, or begins new ones, and answers with the id.
pub async fn correlation_id(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let given = request.headers().get(&CORRELATION_ID).and_then(|value| value.to_str().ok());
    let id = given.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_string);
    request.extensions_mut().insert(CorrelationId(id.clone()));

    let span = tracing::info_span!("request", path = %request.path(), correlation_id = %id);
    span.set_parent(propagation::extract_http(request.headers()));
    let mut response = next.call(request).instrument(span).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(CORRELATION_ID, value);
    }
    Ok(response)
}
