use carts::proto::cart_client::CartClient;
use orders::start;

#[tokio::test]
async fn a_cart_becomes_an_order() {
    let mut client = CartClient::connect(start().await).await.unwrap();
    let answer = client.checkout(request()).await;
    assert_eq!(answer.unwrap_err().code(), tonic::Code::Unauthenticated);
}
