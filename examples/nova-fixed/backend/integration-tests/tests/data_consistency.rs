use messaging_service::outbox;
use rskafka::client::partition::UnknownTopicHandling;
use rskafka::client::ClientBuilder;

#[tokio::test]
async fn a_message_becomes_exactly_one_notification_in_another_service() {
    let brokers = std::env::var("KAFKA_BROKERS").expect("the test broker is up");
    let kafka = ClientBuilder::new(vec![brokers]).build().await.expect("it answers");
    let topic =
        kafka.partition_client("message-sent", 0, UnknownTopicHandling::Retry).await.expect("it exists");
    let pool = db_pool::connect("messaging-service").await.expect("the test database is up");

    let message = outbox::store(&pool, "conversation", "hello").await.expect("it is stored");
    outbox::relay(&pool, &topic).await.expect("it is sent");
    for _ in 0..2 {
        notification_service::consume(&topic, &pool, 0).await.expect("it is received");
    }

    let query = sqlx::query_scalar("SELECT count(*) FROM notifications WHERE message = $1");
    let notifications: i64 = query.bind(message.to_string()).fetch_one(&pool).await.expect("a count");
    assert_eq!(notifications, 1);
}

#[tokio::test]
async fn an_empty_outbox_sends_nothing_twice() {
    let brokers = std::env::var("KAFKA_BROKERS").expect("the test broker is up");
    let kafka = ClientBuilder::new(vec![brokers]).build().await.expect("it answers");
    let topic =
        kafka.partition_client("user-created", 0, UnknownTopicHandling::Retry).await.expect("it exists");
    let pool = db_pool::connect("messaging-service").await.expect("the test database is up");

    while outbox::relay(&pool, &topic).await.expect("it is sent") > 0 {}

    assert_eq!(outbox::relay(&pool, &topic).await.expect("it is sent"), 0);
}
