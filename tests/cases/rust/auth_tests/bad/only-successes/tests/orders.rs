#[actix_web::test]
async fn creates_an_order() {
    let response = post("/orders").await;
    assert_eq!(response.status(), 201);
}

#[actix_web::test]
#[ignore]
async fn refuses_unauthenticated_orders() {
    let response = post("/orders").await;
    assert_eq!(response.status(), 401);
}
