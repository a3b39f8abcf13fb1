//! The metrics that every HTTP service has, and the page that shows them.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{web, Error, HttpResponse};
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder};

/// Requests and their duration, by method and status.
#[derive(Clone)]
pub struct HttpMetrics {
    requests: IntCounterVec,
    duration: HistogramVec,
}

impl HttpMetrics {
    /// Registers both metrics.
    pub fn register(registry: &Registry) -> prometheus::Result<Self> {
        let requests =
            IntCounterVec::new(Opts::new("http_requests_total", "Requests answered"), &["method", "status"])?;
        let duration = HistogramVec::new(
            HistogramOpts::new("http_request_duration_seconds", "Time until the answer"),
            &["method", "status"],
        )?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(duration.clone()))?;
        Ok(Self { requests, duration })
    }
}

/// Counts and times every request; the `HttpMetrics` are among the app's data.
pub async fn http_metrics(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let metrics = request.app_data::<web::Data<HttpMetrics>>().cloned();
    let method = request.method().to_string();
    let start = Instant::now();
    let response = next.call(request).await?;
    if let Some(metrics) = metrics {
        let labels = [method.as_str(), response.status().as_str()];
        metrics.requests.with_label_values(&labels).inc();
        metrics.duration.with_label_values(&labels).observe(start.elapsed().as_secs_f64());
    }
    Ok(response)
}

/// Answers `/metrics` in Prometheus' text format.
pub async fn render(registry: web::Data<Registry>) -> HttpResponse {
    let mut page = Vec::new();
    match TextEncoder::new().encode(&registry.gather(), &mut page) {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(page),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_request_is_counted_and_timed() {
        let registry = Registry::new();
        let metrics = HttpMetrics::register(&registry).expect("a new registry takes the metrics");
        metrics.requests.with_label_values(&["GET", "200"]).inc();
        metrics.duration.with_label_values(&["GET", "200"]).observe(0.1);

        let names: Vec<_> = registry.gather().iter().map(|family| family.get_name().to_string()).collect();

        assert_eq!(names, ["http_request_duration_seconds", "http_requests_total"]);
    }
}
