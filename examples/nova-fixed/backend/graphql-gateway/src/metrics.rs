//! How long queries, resolvers and validation take, and which fields fail.

use std::sync::Arc;
use std::time::Instant;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, NextValidation, ResolveInfo,
};
use async_graphql::{Response, ServerError, ServerResult, ValidationResult, Value};
use async_trait::async_trait;
use prometheus::{Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, Opts, Registry};

/// The metrics of the GraphQL endpoint, and the extension that records them.
#[derive(Clone)]
pub struct GraphQLMetrics {
    query_duration: Histogram,
    query_errors: IntCounter,
    resolver_duration: HistogramVec,
    field_errors: IntCounterVec,
    validation_duration: Histogram,
}

impl GraphQLMetrics {
    /// Registers all of them.
    pub fn register(registry: &Registry) -> prometheus::Result<Self> {
        let fields = &["field"];
        let metrics = Self {
            query_duration: Histogram::with_opts(HistogramOpts::new(
                "graphql_query_duration_seconds",
                "Time a query takes",
            ))?,
            query_errors: IntCounter::new("graphql_query_errors_total", "Queries with an error")?,
            resolver_duration: HistogramVec::new(
                HistogramOpts::new("graphql_resolver_duration_seconds", "Time a resolver takes"),
                fields,
            )?,
            field_errors: IntCounterVec::new(
                Opts::new("graphql_field_errors_total", "Errors by field"),
                fields,
            )?,
            validation_duration: Histogram::with_opts(HistogramOpts::new(
                "graphql_schema_validation_duration_seconds",
                "Time the validation of a query takes",
            ))?,
        };
        registry.register(Box::new(metrics.query_duration.clone()))?;
        registry.register(Box::new(metrics.query_errors.clone()))?;
        registry.register(Box::new(metrics.resolver_duration.clone()))?;
        registry.register(Box::new(metrics.field_errors.clone()))?;
        registry.register(Box::new(metrics.validation_duration.clone()))?;
        Ok(metrics)
    }
}

impl ExtensionFactory for GraphQLMetrics {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(self.clone())
    }
}

#[async_trait]
impl Extension for GraphQLMetrics {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let _timer = self.validation_duration.start_timer();
        next.run(ctx).await
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let start = Instant::now();
        let response = next.run(ctx, operation).await;
        self.query_duration.observe(start.elapsed().as_secs_f64());
        if !response.errors.is_empty() {
            self.query_errors.inc();
        }
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let field = format!("{}.{}", info.parent_type, info.name);
        let start = Instant::now();
        let result = next.run(ctx, info).await;
        let elapsed = start.elapsed().as_secs_f64();
        self.resolver_duration.with_label_values(&[&field]).observe(elapsed);
        if result.is_err() {
            self.field_errors.with_label_values(&[&field]).inc();
        }
        result
    }
}
