use actix_web::{get, web, App, HttpServer};

async fn create_order(user: AuthUser) -> String {
    user.id
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(move || {
        App::new()
            .route("/health", web::get().to(health))
            .route("/login", web::post().to(login))
            .route("/orders", web::post().to(create_order))
            .service(web::scope("/carts").wrap(JwtMiddleware).route("", web::post().to(create_cart)))
            .route("/webhooks/payment", web::post().to(paid))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
