use auth_service::app;

#[actix_web::test]
async fn login_with_a_bad_address_is_refused() {
    let app = test::init_service(app()).await;
    let answer = test::call_service(&app, TestRequest::post().uri("/login").to_request()).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}
