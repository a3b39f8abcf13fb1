use reqwest::{Client, StatusCode};

#[tokio::test]
async fn refuses_orders_without_a_token() {
    let server = std::env::var("ORDERS_URL").expect("the address of the server under test");
    let response = Client::new().post(format!("{server}/orders")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}
