//! The gRPC contracts between the services, generated from `backend/proto`.

/// Users, as the services see them.
pub mod user {
    tonic::include_proto!("nova.user.v1");
}
