use messaging_service::outbox;

#[tokio::test]
async fn a_message_and_its_event_are_stored_together() {
    let pool = db_pool::connect("messaging-service").await.expect("the test database is up");
    let message = outbox::store(&pool, "conversation", "hello").await.expect("it is stored").to_string();

    for query in ["SELECT count(*) FROM messages WHERE id = $1", "SELECT count(*) FROM outbox WHERE id = $1"]
    {
        let rows: i64 = sqlx::query_scalar(query).bind(&message).fetch_one(&pool).await.expect("a count");
        assert_eq!(rows, 1, "{query}");
    }
}
