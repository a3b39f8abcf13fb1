use orders_service::app;

#[actix_web::test]
async fn rate_limit_refuses_the_surplus() {
    let app = test::init_service(app()).await;
    let last = ask_a_hundred_times(&app).await;
    assert_eq!(last.status(), StatusCode::TOO_MANY_REQUESTS);
}
