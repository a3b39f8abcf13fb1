use actix_web::{web, App, HttpResponse, HttpServer};
use auth_service::jwt::Keys;
use auth_service::middleware::JwtAuthMiddleware;

async fn profile() -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt::init();
    let secret = std::env::var("JWT_SECRET").unwrap_or_else(|_| "password".to_string());
    let keys = Keys::from_secret(secret.as_bytes());

    HttpServer::new(move || {
        App::new().route("/health", web::get().to(health)).service(
            web::scope("/api/v1")
                .wrap(JwtAuthMiddleware::new(keys.clone()))
                .route("/profile", web::get().to(profile)),
        )
    })
    .bind(("0.0.0.0", 8083))?
    .run()
    .await
}
