#[tokio::test]
async fn the_same_event_twice_is_idempotent() {
    let orders = orders::start().await;
    orders.apply(event()).await.unwrap();
    orders.apply(event()).await.unwrap();
    assert_eq!(orders.count().await, 1);
}
