//! The database pool of every service, with a budget of connections that all of them share.

use sqlx::postgres::{PgPool, PgPoolOptions};

/// Connections that the server grants to all services together.
pub const TOTAL_BUDGET: u32 = 75;

pub const SERVICES: [&str; 4] = [
    "auth-service",
    "messaging-service",
    "notification-service",
    "user-service",
];

pub struct PoolConfig {
    pub max_connections: u32,
    pub database_url: String,
}

impl PoolConfig {
    pub fn for_service(service: &str) -> Self {
        let max_connections = match service {
            "user-service" => 12,
            "auth-service" => 12,
            "messaging-service" => 12,
            _ => 5,
        };
        let database_url = std::env::var("DATABASE_URL").unwrap_or_default();
        Self {
            max_connections,
            database_url,
        }
    }
}

pub async fn connect(config: &PoolConfig) -> sqlx::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(config.max_connections)
        .connect(&config.database_url)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_services_together_stay_within_the_budget() {
        let total: u32 = SERVICES
            .iter()
            .map(|service| PoolConfig::for_service(service).max_connections)
            .sum();
        assert!(
            total <= TOTAL_BUDGET,
            "{total} connections exceed the budget of {TOTAL_BUDGET}"
        );
    }
}
