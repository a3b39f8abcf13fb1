use orders_service::app;

#[actix_web::test]
#[ignore]
async fn an_exhausted_pool_answers_in_time() {
    let app = test::init_service(app()).await;
    let answers = ask_twice_as_often_as_there_are_connections(&app).await;
    assert!(answers.iter().all(|answer| answer.status() != 500));
}
