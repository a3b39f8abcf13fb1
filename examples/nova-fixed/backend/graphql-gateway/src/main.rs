use std::sync::Arc;

use actix_governor::GovernorConfigBuilder;
use actix_web::middleware::from_fn;
use actix_web::{web, App, HttpServer};
use graphql_gateway::app::{self, ClientAddress};
use graphql_gateway::directory::GrpcDirectory;
use graphql_gateway::metrics::GraphQLMetrics;
use graphql_gateway::schema::build_schema;
use jwt_auth::Keys;
use prometheus::Registry;
use telemetry::correlation::correlation_id;
use telemetry::metrics::{http_metrics, HttpMetrics};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if telemetry::health::is_probe() {
        return Ok(telemetry::health::probe()?);
    }
    let _sentry = sentry::init(telemetry::sentry_options("graphql-gateway"));
    telemetry::init("graphql-gateway")?;
    opentelemetry::global::set_text_map_propagator(telemetry::propagator());
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry)?;
    let keys = Keys::from_environment()?;
    let directory = GrpcDirectory::new(std::env::var("USER_SERVICE_URL")?)?;
    let schema = build_schema(Arc::new(directory), GraphQLMetrics::register(&registry)?);
    let per_second: u64 = std::env::var("RATE_LIMIT_PER_SECOND")?.parse()?;
    let mut limit = GovernorConfigBuilder::default().key_extractor(ClientAddress);
    let limit = limit.requests_per_second(per_second).burst_size(20).finish();
    let limit = limit.ok_or("the rate limit is zero")?;

    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(registry.clone()))
            .app_data(web::Data::new(metrics.clone()))
            .app_data(web::Data::new(schema.clone()))
            .wrap(from_fn(http_metrics))
            .wrap(from_fn(correlation_id))
            .configure(|config| app::configure(config, &keys, &limit))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await?;
    opentelemetry::global::shutdown_tracer_provider();
    Ok(())
}
