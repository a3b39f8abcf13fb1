mod schema;

use actix_web::{web, App, HttpResponse, HttpServer};

async fn create_order() -> HttpResponse {
    HttpResponse::Created().finish()
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .route("/health", web::get().to(health))
            .route("/orders", web::post().to(create_order))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
