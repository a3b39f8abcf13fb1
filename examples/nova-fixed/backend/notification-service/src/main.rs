use std::time::Duration;

use actix_web::middleware::from_fn;
use actix_web::{web, App, HttpServer};
use prometheus::Registry;
use rskafka::client::partition::{PartitionClient, UnknownTopicHandling};
use rskafka::client::ClientBuilder;
use sqlx::postgres::PgPool;
use telemetry::correlation::correlation_id;
use telemetry::metrics::{http_metrics, render, HttpMetrics};

async fn consume_forever(topic: PartitionClient, pool: PgPool) {
    let mut next = 0;
    loop {
        match notification_service::consume(&topic, &pool, next).await {
            Ok(offset) => next = offset,
            Err(error) => {
                sentry::capture_error(&error);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if telemetry::health::is_probe() {
        return Ok(telemetry::health::probe()?);
    }
    let _sentry = sentry::init(telemetry::sentry_options("notification-service"));
    telemetry::init("notification-service")?;
    opentelemetry::global::set_text_map_propagator(telemetry::propagator());
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry)?;
    let pool = db_pool::connect("notification-service").await?;
    let kafka = ClientBuilder::new(vec![std::env::var("KAFKA_BROKERS")?]).build().await?;
    let topic = kafka.partition_client("message-sent", 0, UnknownTopicHandling::Retry).await?;
    tokio::spawn(consume_forever(topic, pool.clone()));

    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(registry.clone()))
            .app_data(web::Data::new(metrics.clone()))
            .app_data(web::Data::new(pool.clone()))
            .wrap(from_fn(http_metrics))
            .wrap(from_fn(correlation_id))
            .route("/health/live", web::get().to(telemetry::health::live))
            .route("/health/ready", web::get().to(db_pool::ready))
            .route("/metrics", web::get().to(render))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await?;
    opentelemetry::global::shutdown_tracer_provider();
    Ok(())
}
