//! Users, asked for in batches so that a list of posts costs one call and not one for each author.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::Loader;
use async_trait::async_trait;
use nova_proto::user::user_service_client::UserServiceClient;
use nova_proto::user::ListUsersRequest;
use telemetry::propagation::inject_grpc;
use tonic::transport::{Channel, Endpoint};

use crate::schema::User;

/// Why there are no users.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the user service does not answer: {0}")]
pub struct DirectoryError(pub String);

/// Knows users.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Returns the users with these ids; unknown ids are left out.
    async fn users(&self, ids: Vec<String>) -> Result<Vec<User>, DirectoryError>;
}

/// The user service, over gRPC.
pub struct GrpcDirectory {
    channel: Channel,
}

impl GrpcDirectory {
    /// Connects on first use; a call that takes longer than two seconds fails.
    pub fn new(url: String) -> Result<Self, tonic::transport::Error> {
        let endpoint = Endpoint::from_shared(url)?.timeout(Duration::from_secs(2));
        Ok(Self { channel: endpoint.connect_lazy() })
    }
}

#[async_trait]
impl Directory for GrpcDirectory {
    async fn users(&self, ids: Vec<String>) -> Result<Vec<User>, DirectoryError> {
        let mut client = UserServiceClient::with_interceptor(self.channel.clone(), inject_grpc);
        let answer = client.list_users(ListUsersRequest { ids }).await;
        let users = answer.map_err(|status| DirectoryError(status.to_string()))?.into_inner().users;
        Ok(users.into_iter().map(|user| User { id: user.id, name: user.name }).collect())
    }
}

/// Collects the ids of one query into one call.
pub struct UserLoader(pub Arc<dyn Directory>);

impl Loader<String> for UserLoader {
    type Value = User;
    type Error = DirectoryError;

    async fn load(&self, ids: &[String]) -> Result<HashMap<String, User>, DirectoryError> {
        let users = self.0.users(ids.to_vec()).await?;
        Ok(users.into_iter().map(|user| (user.id.clone(), user)).collect())
    }
}
