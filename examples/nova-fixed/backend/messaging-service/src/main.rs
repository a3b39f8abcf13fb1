use std::time::Duration;

use actix_web::middleware::from_fn;
use actix_web::{web, App, HttpServer};
use jwt_auth::Keys;
use messaging_service::{outbox, routes};
use prometheus::Registry;
use rskafka::client::partition::{PartitionClient, UnknownTopicHandling};
use rskafka::client::ClientBuilder;
use sqlx::postgres::PgPool;
use telemetry::correlation::correlation_id;
use telemetry::metrics::{http_metrics, render, HttpMetrics};

async fn relay_forever(pool: PgPool, topic: PartitionClient) {
    loop {
        if let Err(error) = outbox::relay(&pool, &topic).await {
            sentry::capture_error(&error);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if telemetry::health::is_probe() {
        return Ok(telemetry::health::probe()?);
    }
    let _sentry = sentry::init(telemetry::sentry_options("messaging-service"));
    telemetry::init("messaging-service")?;
    opentelemetry::global::set_text_map_propagator(telemetry::propagator());
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry)?;
    let keys = Keys::from_environment()?;
    let pool = db_pool::connect("messaging-service").await?;
    let kafka = ClientBuilder::new(vec![std::env::var("KAFKA_BROKERS")?]).build().await?;
    let topic = kafka.partition_client("message-sent", 0, UnknownTopicHandling::Retry).await?;
    tokio::spawn(relay_forever(pool.clone(), topic));

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
            .configure(|config| routes::configure(config, &keys))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await?;
    opentelemetry::global::shutdown_tracer_provider();
    Ok(())
}
