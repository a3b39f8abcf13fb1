use std::sync::Arc;

use actix_governor::GovernorConfigBuilder;
use async_trait::async_trait;
use graphql_gateway::app::{ClientAddress, RateLimit};
use graphql_gateway::directory::{Directory, DirectoryError};
use graphql_gateway::metrics::GraphQLMetrics;
use graphql_gateway::schema::{build_schema, NovaSchema, User};
use jwt_auth::{Claims, Keys, Role};
use prometheus::Registry;

/// A directory in which everybody is called like their id.
pub struct Everybody;

#[async_trait]
impl Directory for Everybody {
    async fn users(&self, ids: Vec<String>) -> Result<Vec<User>, DirectoryError> {
        Ok(ids.into_iter().map(|id| User { name: id.clone(), id }).collect())
    }
}

pub fn schema() -> NovaSchema {
    let metrics = GraphQLMetrics::register(&Registry::new()).expect("a new registry takes the metrics");
    build_schema(Arc::new(Everybody), metrics)
}

pub fn keys() -> Keys {
    Keys::from_secret(b"only in this test")
}

pub fn limit(burst: u32) -> RateLimit {
    let mut limit = GovernorConfigBuilder::default().key_extractor(ClientAddress);
    limit.requests_per_second(1).burst_size(burst).finish().expect("the burst is positive")
}

pub fn bearer() -> (&'static str, String) {
    let claims = Claims { sub: "ada".to_string(), role: Role::Member, exp: u64::MAX };
    ("Authorization", format!("Bearer {}", keys().issue(&claims).expect("claims can be signed")))
}

/// The gateway's app, as `main` makes it, under a rate limit.
#[macro_export]
macro_rules! gateway {
    ($limit:expr) => {{
        let schema = actix_web::web::Data::new(support::schema());
        let registry = actix_web::web::Data::new(prometheus::Registry::new());
        let app = actix_web::App::new().app_data(schema).app_data(registry);
        actix_web::test::init_service(app.configure(|config| {
            graphql_gateway::app::configure(config, &support::keys(), &$limit);
        }))
        .await
    }};
}
