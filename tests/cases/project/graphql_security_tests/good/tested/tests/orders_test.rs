use orders_service::schema::schema;

#[tokio::test]
async fn introspection_is_refused() {
    let answer = schema().execute("{ __schema { types { name } } }").await;
    assert!(!answer.errors.is_empty());
}
