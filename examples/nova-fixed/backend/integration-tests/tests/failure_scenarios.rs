use std::time::{Duration, Instant};

use graphql_gateway::directory::{Directory, GrpcDirectory};

#[tokio::test]
async fn a_service_that_is_down_is_an_error_and_no_panic() {
    let directory = GrpcDirectory::new("http://127.0.0.1:1".to_string()).expect("the address is valid");
    let error = directory.users(vec!["ada".to_string()]).await.expect_err("nobody listens");
    assert!(error.to_string().contains("does not answer"));
}

#[tokio::test]
async fn a_service_that_hangs_meets_the_timeout() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = silent.local_addr().expect("it has an address");
    let directory = GrpcDirectory::new(format!("http://{address}")).expect("the address is valid");

    let start = Instant::now();
    let answer = directory.users(vec!["ada".to_string()]).await;

    assert!(answer.is_err());
    assert!(start.elapsed() < Duration::from_secs(10));
}
