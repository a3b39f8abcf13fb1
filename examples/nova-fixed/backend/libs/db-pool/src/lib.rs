//! The database pool of every service. All of them share one budget of connections, and none can take more.

mod metrics;
mod ready;

use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};

pub use metrics::PoolMetrics;
pub use ready::ready;

/// Connections that the server grants to all services together: `max_connections` less those for operators.
pub const TOTAL_BUDGET: u32 = 75;

/// The most replicas that an autoscaler may start of one service.
pub const MAX_REPLICAS: u32 = 4;

/// The services that hold a pool, with the connections of one replica.
pub const BUDGET: [(&str, u32); 4] =
    [("auth-service", 4), ("messaging-service", 5), ("notification-service", 3), ("user-service", 6)];

/// Why there is no pool.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// The service has no share of the budget.
    #[error("{0} has no share of the connection budget")]
    NoShare(String),
    /// `DATABASE_URL` is missing.
    #[error("DATABASE_URL is not set")]
    NoUrl(#[from] std::env::VarError),
    /// The server refused.
    #[error("the database refused: {0}")]
    Refused(#[from] sqlx::Error),
}

/// Returns the share of *service*; there is no way to raise it but the budget above.
pub fn share_of(service: &str) -> Result<u32, PoolError> {
    BUDGET
        .iter()
        .find(|(name, _)| *name == service)
        .map(|(_, connections)| *connections)
        .ok_or_else(|| PoolError::NoShare(service.to_string()))
}

/// Connects *service* to the database of `DATABASE_URL`; a caller waits two seconds for a connection, then fails.
pub async fn connect(service: &str) -> Result<PgPool, PoolError> {
    let connections = share_of(service)?;
    let url = std::env::var("DATABASE_URL")?;
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(2));
    Ok(options.connect(&url).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_replicas_of_all_services_stay_within_the_budget() {
        let total: u32 = BUDGET.iter().map(|(_, connections)| connections * MAX_REPLICAS).sum();
        assert!(total <= TOTAL_BUDGET, "{total} connections exceed the budget of {TOTAL_BUDGET}");
    }

    #[test]
    fn a_service_without_a_share_gets_no_pool() {
        assert!(matches!(share_of("feed-service"), Err(PoolError::NoShare(_))));
    }
}
