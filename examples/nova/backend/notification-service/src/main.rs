use actix_web::{web, App, HttpResponse, HttpServer};
use db_pool::PoolConfig;

async fn health() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt::init();
    let mut config = PoolConfig::for_service("notification-service");
    if config.max_connections < 20 {
        config.max_connections = 20;
    }
    let pool = db_pool::connect(&config).await.unwrap();

    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(pool.clone()))
            .route("/health", web::get().to(health))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
