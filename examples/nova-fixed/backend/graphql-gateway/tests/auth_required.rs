mod support;

use actix_web::http::StatusCode;
use actix_web::test::{call_service, TestRequest};
use graphql_gateway::schema::User;
use serde_json::json;

fn query() -> TestRequest {
    let peer = "192.0.2.1:4000".parse().expect("an address");
    let body = json!({"query": "{ user(id: \"ada\") { id } }"});
    TestRequest::post().uri("/graphql").peer_addr(peer).set_json(body)
}

#[actix_web::test]
async fn graphql_requires_authentication() {
    let app = gateway!(support::limit(10));
    let response = call_service(&app, query().to_request()).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a_forged_token_is_unauthorized() {
    let app = gateway!(support::limit(10));
    let forged = query().insert_header(("Authorization", "Bearer forged"));
    let response = call_service(&app, forged.to_request()).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn the_playground_is_gone() {
    let app = gateway!(support::limit(10));
    let response = call_service(&app, TestRequest::get().uri("/playground").to_request()).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_valid_token_reads_a_user() {
    let app = gateway!(support::limit(10));
    let request = query().insert_header(support::bearer());
    let answer: serde_json::Value =
        actix_web::test::call_and_read_body_json(&app, request.to_request()).await;
    let ada = User { id: "ada".to_string(), name: "ada".to_string() };
    assert_eq!(answer["data"]["user"]["id"], json!(ada.id));
}
