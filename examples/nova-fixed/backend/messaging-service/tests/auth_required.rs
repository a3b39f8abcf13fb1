use actix_web::http::StatusCode;
use actix_web::test::{call_service, init_service, TestRequest};
use actix_web::{web, App};
use jwt_auth::{Claims, Keys, Role};
use messaging_service::routes;

#[actix_web::test]
async fn sending_a_message_requires_authentication() {
    let keys = Keys::from_secret(b"only in this test");
    let app = init_service(App::new().configure(|config| routes::configure(config, &keys))).await;
    let request = TestRequest::post().uri("/conversations/1/messages").set_payload("hello");
    let response = call_service(&app, request.to_request()).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a_message_with_a_token_is_accepted() {
    let keys = Keys::from_secret(b"only in this test");
    let pool = db_pool::connect("messaging-service").await.expect("the test database is up");
    let app = App::new().app_data(web::Data::new(pool)).configure(|config| routes::configure(config, &keys));
    let app = init_service(app).await;
    let claims = Claims { sub: "ada".to_string(), role: Role::Member, exp: u64::MAX };
    let token = keys.issue(&claims).expect("claims can be signed");

    let request = TestRequest::post().uri("/conversations/1/messages").set_payload("hello");
    let request = request.insert_header(("Authorization", format!("Bearer {token}")));

    assert_eq!(call_service(&app, request.to_request()).await.status(), StatusCode::ACCEPTED);
}
