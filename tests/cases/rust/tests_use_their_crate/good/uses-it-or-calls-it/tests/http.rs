#[tokio::test]
async fn answers() {
    let answer = reqwest::get("http://localhost:8080/health").await.unwrap();
    assert_eq!(answer.status(), 200);
}
