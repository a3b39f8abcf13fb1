use std::time::Duration;

use db_pool::{connect, share_of};
use futures::future::join_all;

#[tokio::test]
async fn a_hundred_concurrent_queries_queue_for_the_pool() {
    let pool = connect("user-service").await.expect("the test database is up");
    let queries = (0..100).map(|i| {
        let pool = pool.clone();
        async move { sqlx::query_scalar::<_, i32>("SELECT $1").bind(i).fetch_one(&pool).await }
    });

    let results = join_all(queries).await;

    assert!(results.iter().all(Result::is_ok));
    assert!(pool.size() <= share_of("user-service").expect("user-service has a share"));
}

#[tokio::test]
async fn an_exhausted_pool_times_out_and_recovers() {
    let pool = connect("notification-service").await.expect("the test database is up");
    let limit = share_of("notification-service").expect("notification-service has a share");
    let held = join_all((0..limit).map(|_| pool.acquire())).await;

    let refused =
        tokio::time::timeout(Duration::from_secs(5), pool.acquire()).await.expect("acquire gives up");
    assert!(matches!(refused, Err(sqlx::Error::PoolTimedOut)));

    drop(held);
    assert!(pool.acquire().await.is_ok());
}
