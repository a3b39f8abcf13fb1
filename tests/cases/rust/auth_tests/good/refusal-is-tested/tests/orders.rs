#[actix_web::test]
async fn refuses_orders_without_a_token() {
    let response = post("/orders").await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}
