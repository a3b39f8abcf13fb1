use graphql_gateway::directory::{Directory, GrpcDirectory};
use integration_tests::start_user_service;

#[tokio::test]
async fn the_graphql_gateway_reads_users_from_the_user_service() {
    let address = start_user_service().await.expect("the service starts");
    let directory = GrpcDirectory::new(format!("http://{address}")).expect("the address is valid");

    let users = directory.users(vec!["ada".to_string()]).await.expect("it answers");

    assert_eq!(users.len(), 1);
    assert_eq!(users[0].id, "ada");
}
