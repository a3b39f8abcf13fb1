use orders_service::app;

#[actix_web::test]
async fn concurrent_orders_get_different_numbers() {
    let app = test::init_service(app()).await;
    let calls = (0..100).map(|_| test::call_service(&app, TestRequest::post().uri("/orders").to_request()));
    let answers = futures::future::join_all(calls).await;
    assert_eq!(numbers(answers).len(), 100);
}
