use orders_service::app;

#[actix_web::test]
#[ignore]
async fn sql_injection_is_harmless() {
    let app = test::init_service(app()).await;
    let answer = test::call_service(&app, TestRequest::get().uri("/orders?id=1' OR '1'='1").to_request()).await;
    assert_eq!(answer.status(), 400);
}
