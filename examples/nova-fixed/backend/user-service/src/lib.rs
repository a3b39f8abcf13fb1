//! Users: who they are, for the other services.

pub mod grpc;
pub mod repository;
