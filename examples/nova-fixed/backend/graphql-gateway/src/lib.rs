//! The one GraphQL endpoint of the platform, in front of the services.

pub mod app;
pub mod directory;
pub mod metrics;
pub mod schema;
