use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::http::StatusCode;
use actix_web::{test, web, App};
use async_trait::async_trait;
use auth_service::accounts::{AccountError, Accounts};
use auth_service::routes;
use auth_service::throttle::{Throttle, MAX_ATTEMPTS};
use jwt_auth::Keys;
use serde_json::json;

#[derive(Default)]
struct InMemory(Mutex<HashMap<String, String>>);

#[async_trait]
impl Accounts for InMemory {
    async fn insert(&self, name: &str, hash: &str) -> Result<(), AccountError> {
        let mut accounts = self.0.lock().expect("no test panics while it holds the lock");
        match accounts.insert(name.to_string(), hash.to_string()) {
            Some(_) => Err(AccountError::Taken),
            None => Ok(()),
        }
    }

    async fn hash_of(&self, name: &str) -> Result<Option<String>, AccountError> {
        let accounts = self.0.lock().expect("no test panics while it holds the lock");
        Ok(accounts.get(name).cloned())
    }
}

#[derive(Default)]
struct Counter(AtomicU32);

#[async_trait]
impl Throttle for Counter {
    async fn count(&self, _name: &str) -> redis::RedisResult<u32> {
        Ok(self.0.fetch_add(1, Ordering::SeqCst) + 1)
    }
}

macro_rules! app {
    () => {{
        let keys = Keys::from_secret(b"only in this test");
        let store: Arc<dyn Accounts> = Arc::new(InMemory::default());
        let throttle: Arc<dyn Throttle> = Arc::new(Counter::default());
        let app = App::new()
            .app_data(web::Data::new(store))
            .app_data(web::Data::new(throttle))
            .app_data(web::Data::new(keys.clone()));
        test::init_service(app.configure(|config| routes::configure(config, &keys))).await
    }};
}

#[actix_web::test]
async fn whoever_registers_can_log_in_and_is_verified() {
    let app = app!();
    let account = json!({"name": "ada", "password": "correct horse"});

    let register = test::TestRequest::post().uri("/auth/register").set_json(&account);
    assert_eq!(test::call_service(&app, register.to_request()).await.status(), StatusCode::CREATED);
    let login = test::TestRequest::post().uri("/auth/login").set_json(&account);
    let answer = test::call_service(&app, login.to_request()).await;
    assert_eq!(answer.status(), StatusCode::OK);

    let token = String::from_utf8(test::read_body(answer).await.to_vec()).expect("a token is text");
    let bearer = ("Authorization", format!("Bearer {token}"));
    let verify = test::TestRequest::get().uri("/verify").insert_header(bearer.clone());
    assert_eq!(test::call_service(&app, verify.to_request()).await.status(), StatusCode::NO_CONTENT);
    let moderate = test::TestRequest::get().uri("/verify/moderator").insert_header(bearer);
    assert_eq!(test::call_service(&app, moderate.to_request()).await.status(), StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_wrong_password_is_unauthorized() {
    let app = app!();
    let account = json!({"name": "ada", "password": "correct horse"});
    let register = test::TestRequest::post().uri("/auth/register").set_json(&account);
    test::call_service(&app, register.to_request()).await;

    let wrong = json!({"name": "ada", "password": "battery staple"});
    let login = test::TestRequest::post().uri("/auth/login").set_json(&wrong);
    assert_eq!(test::call_service(&app, login.to_request()).await.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn without_a_token_nobody_is_verified() {
    let app = app!();
    let verify = test::TestRequest::get().uri("/verify");
    assert_eq!(test::call_service(&app, verify.to_request()).await.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a_brute_force_attack_is_rate_limited() {
    let app = app!();
    let guess = json!({"name": "ada", "password": "guess"});
    let mut last = StatusCode::OK;
    for _ in 0..=MAX_ATTEMPTS {
        let login = test::TestRequest::post().uri("/auth/login").set_json(&guess);
        last = test::call_service(&app, login.to_request()).await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
