mod proto {
    tonic::include_proto!("nova.user.v1");
}

use proto::user_service_client::UserServiceClient;
use proto::GetUserRequest;

pub async fn user_name(id: &str) -> Result<String, tonic::Status> {
    let url = std::env::var("USER_SERVICE_URL").unwrap();
    let mut client = UserServiceClient::connect(url).await.unwrap();
    let user = client
        .get_user(GetUserRequest { id: id.to_string() })
        .await?;
    Ok(user.into_inner().name)
}
