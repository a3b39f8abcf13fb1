use actix_web::{web, HttpResponse};
use sqlx::postgres::PgPool;

/// Answers `/health/ready`: the database answers within the pool's patience.
pub async fn ready(pool: web::Data<PgPool>) -> HttpResponse {
    match sqlx::query("SELECT 1").execute(pool.get_ref()).await {
        Ok(_) => HttpResponse::Ok().body("ok"),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}
