//! What the tests across services share: services of this process, on ports of their own.

use std::net::SocketAddr;

use db_pool::PoolMetrics;
use prometheus::Registry;
use user_service::grpc;
use user_service::repository::UserRepository;

/// Starts the user service on a free port, over the database of `DATABASE_URL`.
pub async fn start_user_service() -> Result<SocketAddr, Box<dyn std::error::Error>> {
    let pool = db_pool::connect("user-service").await?;
    let repository = UserRepository::new(pool, PoolMetrics::register(&Registry::new())?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(grpc::serve(listener, repository));
    Ok(address)
}
