mod support;

use graphql_gateway::schema::NovaSchema;

async fn errors(query: &str) -> usize {
    let schema: NovaSchema = support::schema();
    schema.execute(query).await.errors.len()
}

#[tokio::test]
async fn introspection_is_refused() {
    let answer = support::schema().execute("{ __schema { types { name } } }").await;
    assert!(!answer.data.to_string().contains("QueryRoot"));
}

#[tokio::test]
async fn a_query_that_asks_too_much_is_refused() {
    let many = (0..300).map(|i| format!("u{i}: user(id: \"{i}\") {{ id }}")).collect::<Vec<_>>();
    assert_eq!(errors(&format!("{{ {} }}", many.join(" "))).await, 1);
}

#[tokio::test]
async fn an_overlong_id_is_refused() {
    assert_eq!(errors(&format!("{{ user(id: \"{}\") {{ id }} }}", "a".repeat(65))).await, 1);
}

#[tokio::test]
async fn xss_in_an_id_comes_back_as_json_text() {
    let answer = support::schema().execute(r#"{ user(id: "<script>alert(1)</script>") { name } }"#).await;
    let json = answer.data.into_json().expect("an answer is JSON");
    assert_eq!(json["user"]["name"], "<script>alert(1)</script>");
}
