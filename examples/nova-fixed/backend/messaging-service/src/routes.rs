//! The HTTP side of messages.

use actix_web::{web, HttpResponse};
use jwt_auth::{JwtAuthMiddleware, Keys};
use sqlx::postgres::PgPool;

use crate::outbox;

/// Adds the routes; all of them want a token.
pub fn configure(config: &mut web::ServiceConfig, keys: &Keys) {
    config.service(
        web::scope("/conversations")
            .wrap(JwtAuthMiddleware::new(keys.clone()))
            .route("/{id}/messages", web::post().to(send)),
    );
}

async fn send(pool: web::Data<PgPool>, conversation: web::Path<String>, body: String) -> HttpResponse {
    match outbox::store(&pool, &conversation, &body).await {
        Ok(id) => HttpResponse::Accepted().body(id.to_string()),
        Err(error) => {
            sentry::capture_error(&error);
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
