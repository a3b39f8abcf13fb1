//! Users in the database.

use std::time::Instant;

use db_pool::PoolMetrics;
use nova_proto::user::User;
use sqlx::postgres::PgPool;

/// Reads users.
#[derive(Clone)]
pub struct UserRepository {
    pool: PgPool,
    metrics: PoolMetrics,
}

impl UserRepository {
    /// Reads from *pool*.
    pub fn new(pool: PgPool, metrics: PoolMetrics) -> Self {
        Self { pool, metrics }
    }

    /// Returns the users with these ids in one query; unknown ids are left out.
    pub async fn list(&self, ids: &[String]) -> sqlx::Result<Vec<User>> {
        let start = Instant::now();
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT id, name FROM users WHERE id = ANY($1) ORDER BY id")
                .bind(ids)
                .fetch_all(&self.pool)
                .await?;
        self.metrics.observe(&self.pool, start.elapsed());
        Ok(rows.into_iter().map(|(id, name)| User { id, name }).collect())
    }

    /// Returns the user that follows *after* in the order of ids, or None behind the last.
    pub async fn next_after(&self, after: &str) -> sqlx::Result<Option<User>> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT id, name FROM users WHERE id > $1 ORDER BY id LIMIT 1")
                .bind(after)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(id, name)| User { id, name }))
    }
}
