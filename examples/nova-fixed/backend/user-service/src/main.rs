use actix_web::middleware::from_fn;
use actix_web::{web, App, HttpServer};
use db_pool::PoolMetrics;
use prometheus::Registry;
use telemetry::correlation::correlation_id;
use telemetry::metrics::{http_metrics, render, HttpMetrics};
use user_service::grpc;
use user_service::repository::UserRepository;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if telemetry::health::is_probe() {
        return Ok(telemetry::health::probe()?);
    }
    let _sentry = sentry::init(telemetry::sentry_options("user-service"));
    telemetry::init("user-service")?;
    opentelemetry::global::set_text_map_propagator(telemetry::propagator());
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry)?;
    let pool = db_pool::connect("user-service").await?;
    let repository = UserRepository::new(pool.clone(), PoolMetrics::register(&registry)?);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:50051").await?;

    let http = HttpServer::new(move || {
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
    .run();
    tokio::select! {
        ended = http => ended?,
        ended = grpc::serve(listener, repository) => ended?,
    }
    opentelemetry::global::shutdown_tracer_provider();
    Ok(())
}
