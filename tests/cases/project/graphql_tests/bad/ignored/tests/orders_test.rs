use orders_service::schema::schema;

#[tokio::test]
#[ignore]
async fn graphql_answers_with_the_order() {
    let answer = schema().execute("{ order(id: \"1\") { id } }").await;
    assert!(answer.errors.is_empty());
}
