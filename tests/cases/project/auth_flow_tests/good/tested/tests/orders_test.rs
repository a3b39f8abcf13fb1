use auth_service::app;

#[actix_web::test]
async fn login_gives_a_token_that_works() {
    let app = test::init_service(app()).await;
    let token = register_and_login(&app).await;
    let answer = test::call_service(&app, TestRequest::get().uri("/me").insert_header(("authorization", token)).to_request()).await;
    assert_eq!(answer.status(), StatusCode::OK);
}
