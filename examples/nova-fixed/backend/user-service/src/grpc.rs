//! The gRPC side of users.

use nova_proto::user::user_service_server::{UserService, UserServiceServer};
use nova_proto::user::{ListUsersRequest, ListUsersResponse, StreamUsersRequest, StreamUsersResponse};
use telemetry::propagation::extract_grpc;
use tokio::sync::mpsc;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::{Request, Response, Status};
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::repository::UserRepository;

/// Answers calls from the database.
pub struct Users {
    repository: UserRepository,
}

#[tonic::async_trait]
impl UserService for Users {
    type StreamUsersStream = ReceiverStream<Result<StreamUsersResponse, Status>>;

    async fn list_users(
        &self,
        request: Request<ListUsersRequest>,
    ) -> Result<Response<ListUsersResponse>, Status> {
        let span = tracing::info_span!("list_users");
        span.set_parent(extract_grpc(request.metadata()));
        let ids = request.into_inner().ids;
        let users = self.repository.list(&ids).instrument(span).await.map_err(unavailable)?;
        Ok(Response::new(ListUsersResponse { users }))
    }

    async fn stream_users(
        &self,
        _request: Request<StreamUsersRequest>,
    ) -> Result<Response<Self::StreamUsersStream>, Status> {
        let (sender, receiver) = mpsc::channel(16);
        tokio::spawn(send_all(self.repository.clone(), sender));
        Ok(Response::new(ReceiverStream::new(receiver)))
    }
}

async fn send_all(repository: UserRepository, sender: mpsc::Sender<Result<StreamUsersResponse, Status>>) {
    let mut last = String::new();
    loop {
        let next = match repository.next_after(&last).await {
            Ok(Some(user)) => user,
            Ok(None) => return,
            Err(error) => {
                let _ = sender.send(Err(unavailable(error))).await;
                return;
            }
        };
        last.clone_from(&next.id);
        if sender.send(Ok(StreamUsersResponse { user: Some(next) })).await.is_err() {
            return;
        }
    }
}

fn unavailable(error: sqlx::Error) -> Status {
    sentry::capture_error(&error);
    Status::unavailable("the database does not answer")
}

/// Serves gRPC on *listener* until the process ends.
pub async fn serve(
    listener: tokio::net::TcpListener,
    repository: UserRepository,
) -> Result<(), tonic::transport::Error> {
    tonic::transport::Server::builder()
        .add_service(UserServiceServer::new(Users { repository }))
        .serve_with_incoming(TcpListenerStream::new(listener))
        .await
}
