//! The schema. Every type and field says what it is, and a test holds it to that.

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, EmptyMutation, EmptySubscription, Object, Result, Schema, SimpleObject};

use crate::directory::{Directory, UserLoader};
use crate::metrics::GraphQLMetrics;

/// The schema of the gateway.
pub type NovaSchema = Schema<QueryRoot, EmptyMutation, EmptySubscription>;

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct User {
    /// The id, stable for life.
    pub id: String,
    /// The name that others see.
    pub name: String,
}

/// What can be asked.
pub struct QueryRoot;

/// What can be asked.
#[Object]
impl QueryRoot {
    /// The user with this id, or null.
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user's id", validator(max_length = 64))] id: String,
    ) -> Result<Option<User>> {
        Ok(ctx.data::<DataLoader<UserLoader>>()?.load_one(id).await?)
    }

    /// The users with these ids, in the same order; unknown ids are left out.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most a hundred ids", validator(max_items = 100))] ids: Vec<String>,
    ) -> Result<Vec<User>> {
        let mut known = ctx.data::<DataLoader<UserLoader>>()?.load_many(ids.clone()).await?;
        Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
    }
}

/// Builds the schema over *directory*: nothing deeper than 8 or more complex than 200, and no introspection.
pub fn build_schema(directory: Arc<dyn Directory>, metrics: GraphQLMetrics) -> NovaSchema {
    let users = DataLoader::new(UserLoader(directory), tokio::spawn);
    Schema::build(QueryRoot, EmptyMutation, EmptySubscription)
        .data(users)
        .extension(metrics)
        .limit_depth(8)
        .limit_complexity(200)
        .disable_introspection()
        .finish()
}
