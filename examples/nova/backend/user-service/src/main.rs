use actix_web::{web, App, HttpResponse, HttpServer};
use db_pool::PoolConfig;

async fn user(pool: web::Data<sqlx::PgPool>, id: web::Path<String>) -> HttpResponse {
    let name: String = sqlx::query_scalar("SELECT name FROM users WHERE id = $1")
        .bind(id.into_inner())
        .fetch_one(pool.get_ref())
        .await
        .unwrap();
    HttpResponse::Ok().body(name)
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt::init();
    let config = PoolConfig::for_service("user-service");
    let pool = db_pool::connect(&config)
        .await
        .expect("connect to the database");

    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(pool.clone()))
            .route("/users/{id}", web::get().to(user))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
