#[tokio::test]
async fn orders_and_carts_stay_consistent() {
    let client = reqwest::Client::new();
    let cart = client.get("http://localhost:8081/carts/1").send().await.unwrap();
    assert_eq!(cart.status(), 404);
}
