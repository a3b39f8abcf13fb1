use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::{web, App, HttpServer};
use auth_service::accounts::{Accounts, PgAccounts};
use auth_service::routes;
use auth_service::throttle::{RedisThrottle, Throttle};
use jwt_auth::Keys;
use prometheus::Registry;
use telemetry::correlation::correlation_id;
use telemetry::metrics::{http_metrics, render, HttpMetrics};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if telemetry::health::is_probe() {
        return Ok(telemetry::health::probe()?);
    }
    let _sentry = sentry::init(telemetry::sentry_options("auth-service"));
    telemetry::init("auth-service")?;
    opentelemetry::global::set_text_map_propagator(telemetry::propagator());
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry)?;
    let keys = Keys::from_environment()?;
    let pool = db_pool::connect("auth-service").await?;
    let accounts: Arc<dyn Accounts> = Arc::new(PgAccounts(pool.clone()));
    let redis = redis::Client::open(std::env::var("REDIS_URL")?)?;
    let throttle: Arc<dyn Throttle> = Arc::new(RedisThrottle(redis.get_connection_manager().await?));

    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(registry.clone()))
            .app_data(web::Data::new(metrics.clone()))
            .app_data(web::Data::new(pool.clone()))
            .app_data(web::Data::new(keys.clone()))
            .app_data(web::Data::new(accounts.clone()))
            .app_data(web::Data::new(throttle.clone()))
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
