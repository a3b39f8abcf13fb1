use db_pool::PoolMetrics;
use prometheus::Registry;
use user_service::repository::UserRepository;

async fn repository() -> UserRepository {
    let pool = db_pool::connect("user-service").await.expect("the test database is up");
    let metrics = PoolMetrics::register(&Registry::new()).expect("a new registry takes the metrics");
    UserRepository::new(pool, metrics)
}

#[tokio::test]
async fn sql_injection_in_an_id_finds_nobody() {
    let payload = "' OR '1'='1".to_string();
    let users = repository().await.list(&[payload]).await.expect("the query is valid");
    assert_eq!(users.len(), 0);
}

#[tokio::test]
async fn sql_injection_cannot_drop_the_table() {
    let repository = repository().await;
    let payload = "x'; DROP TABLE users; --".to_string();
    repository.list(&[payload]).await.expect("the query is valid");
    assert!(repository.next_after("").await.is_ok());
}
