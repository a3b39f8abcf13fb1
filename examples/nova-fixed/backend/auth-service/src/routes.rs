//! The HTTP side of accounts.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::{web, HttpMessage, HttpRequest, HttpResponse};
use jwt_auth::{Claims, JwtAuthMiddleware, Keys, Role};
use serde::{Deserialize, Serialize};

use crate::accounts::{self, AccountError, Accounts};
use crate::throttle::{Throttle, MAX_ATTEMPTS};

const TOKEN_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// A name and its password.
#[derive(Serialize, Deserialize)]
pub struct Credentials {
    /// The account's name.
    pub name: String,
    /// Its password, in plain text over TLS.
    pub password: String,
}

/// Adds the routes: registering and logging in are open, everything else wants a token.
pub fn configure(config: &mut web::ServiceConfig, keys: &Keys) {
    config
        .route("/auth/register", web::post().to(register))
        .route("/auth/login", web::post().to(login))
        .service(
            web::scope("/verify")
                .wrap(JwtAuthMiddleware::new(keys.clone()))
                .route("", web::get().to(verified))
                .route("/moderator", web::get().to(moderator)),
        );
}

async fn register(store: web::Data<Arc<dyn Accounts>>, account: web::Json<Credentials>) -> HttpResponse {
    let hash = match accounts::hash(&account.password) {
        Ok(hash) => hash,
        Err(error) => return failed(&error),
    };
    match store.insert(&account.name, &hash).await {
        Ok(()) => HttpResponse::Created().finish(),
        Err(error) => failed(&error),
    }
}

async fn login(
    store: web::Data<Arc<dyn Accounts>>,
    throttle: web::Data<Arc<dyn Throttle>>,
    keys: web::Data<Keys>,
    account: web::Json<Credentials>,
) -> HttpResponse {
    match throttle.count(&account.name).await {
        Ok(attempts) if attempts <= MAX_ATTEMPTS => (),
        Ok(_) => return HttpResponse::TooManyRequests().finish(),
        Err(error) => {
            sentry::capture_error(&error);
            return HttpResponse::ServiceUnavailable().finish();
        }
    }
    let hash = match store.hash_of(&account.name).await {
        Ok(Some(hash)) => hash,
        Ok(None) => return HttpResponse::Unauthorized().finish(),
        Err(error) => return failed(&error),
    };
    match accounts::verify(&account.password, &hash) {
        Ok(true) => token(&keys, &account.name),
        Ok(false) => HttpResponse::Unauthorized().finish(),
        Err(error) => failed(&error),
    }
}

fn token(keys: &Keys, name: &str) -> HttpResponse {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let exp = (now + TOKEN_LIFETIME).as_secs();
    match keys.issue(&Claims { sub: name.to_string(), role: Role::Member, exp }) {
        Ok(token) => HttpResponse::Ok().body(token),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

async fn verified() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

async fn moderator(request: HttpRequest) -> HttpResponse {
    let role = request.extensions().get::<Claims>().map(|claims| claims.role);
    if role == Some(Role::Moderator) {
        return HttpResponse::NoContent().finish();
    }
    HttpResponse::Forbidden().finish()
}

fn failed(error: &AccountError) -> HttpResponse {
    match error {
        AccountError::Taken => HttpResponse::Conflict().finish(),
        AccountError::Hash(_) | AccountError::Database(_) => {
            sentry::capture_error(error);
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
