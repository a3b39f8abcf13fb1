use std::time::Duration;

use prometheus::{Histogram, HistogramOpts, IntGauge, Registry};
use sqlx::postgres::PgPool;

/// How full a pool is, and how long its queries take.
#[derive(Clone)]
pub struct PoolMetrics {
    in_use: IntGauge,
    limit: IntGauge,
    query_duration: Histogram,
}

impl PoolMetrics {
    /// Registers the metrics of one pool.
    pub fn register(registry: &Registry) -> prometheus::Result<Self> {
        let metrics = Self {
            in_use: IntGauge::new("db_pool_connections_in_use", "Connections that queries hold")?,
            limit: IntGauge::new("db_pool_connections_max", "Connections that the pool may open")?,
            query_duration: Histogram::with_opts(HistogramOpts::new(
                "db_query_duration_seconds",
                "Time a query takes, with the wait for a connection",
            ))?,
        };
        registry.register(Box::new(metrics.in_use.clone()))?;
        registry.register(Box::new(metrics.limit.clone()))?;
        registry.register(Box::new(metrics.query_duration.clone()))?;
        Ok(metrics)
    }

    /// Records the state of *pool* after a query that took *duration*.
    pub fn observe(&self, pool: &PgPool, duration: Duration) {
        let open = i64::from(pool.size());
        let idle = i64::try_from(pool.num_idle()).unwrap_or(i64::MAX);
        self.in_use.set(open.saturating_sub(idle));
        self.limit.set(i64::from(pool.options().get_max_connections()));
        self.query_duration.observe(duration.as_secs_f64());
    }
}
