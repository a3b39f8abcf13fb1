use orders_service::app;

#[actix_web::test]
#[ignore]
async fn orders_survive_an_unavailable_database() {
    let app = test::init_service(app()).await;
    let answer = test::call_service(&app, TestRequest::get().uri("/orders").to_request()).await;
    assert_eq!(answer.status(), 503);
}
