//! How often somebody may try a password.

use async_trait::async_trait;
use redis::aio::ConnectionManager;
use redis::AsyncCommands;

/// Attempts for one name within [`WINDOW_SECONDS`].
pub const MAX_ATTEMPTS: u32 = 10;

/// How long an attempt is remembered.
pub const WINDOW_SECONDS: i64 = 300;

/// Counts attempts.
#[async_trait]
pub trait Throttle: Send + Sync {
    /// Counts one more attempt to log in as *name*, and returns how many there were in the window.
    async fn count(&self, name: &str) -> redis::RedisResult<u32>;
}

/// Attempts in Redis, so that all replicas count together.
pub struct RedisThrottle(pub ConnectionManager);

#[async_trait]
impl Throttle for RedisThrottle {
    async fn count(&self, name: &str) -> redis::RedisResult<u32> {
        let key = format!("login-attempts:{name}");
        let mut connection = self.0.clone();
        let attempts: u32 = connection.incr(&key, 1).await?;
        if attempts == 1 {
            connection.expire::<_, ()>(&key, WINDOW_SECONDS).await?;
        }
        Ok(attempts)
    }
}
