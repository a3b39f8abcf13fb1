use integration_tests::start_user_service;
use nova_proto::user::user_service_client::UserServiceClient;
use nova_proto::user::{ListUsersRequest, StreamUsersRequest};
use tokio_stream::StreamExt;

#[tokio::test]
async fn a_grpc_client_lists_known_users() {
    let address = start_user_service().await.expect("the service starts");
    let mut client = UserServiceClient::connect(format!("http://{address}")).await.expect("it listens");

    let ids = vec!["ada".to_string(), "nobody".to_string()];
    let answer = client.list_users(ListUsersRequest { ids }).await.expect("it answers").into_inner();

    let names: Vec<_> = answer.users.iter().map(|user| user.id.as_str()).collect();
    assert_eq!(names, ["ada"]);
}

#[tokio::test]
async fn a_grpc_stream_stays_whole_over_many_rounds() {
    let address = start_user_service().await.expect("the service starts");
    let mut client = UserServiceClient::connect(format!("http://{address}")).await.expect("it listens");

    for _ in 0..100 {
        let mut stream = client.stream_users(StreamUsersRequest {}).await.expect("it answers").into_inner();
        let mut ids = Vec::new();
        while let Some(user) = stream.next().await {
            ids.push(user.expect("the stream does not break").user.expect("a user").id);
        }
        assert!(ids.is_sorted());
        assert!(ids.contains(&"ada".to_string()));
    }
}
