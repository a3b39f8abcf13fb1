use async_graphql::{
    Context, EmptyMutation, EmptySubscription, Object, Result, Schema, SimpleObject,
};
use sqlx::postgres::{PgPool, PgPoolOptions};

use crate::clients::user_name;

pub type NovaSchema = Schema<QueryRoot, EmptyMutation, EmptySubscription>;

#[derive(SimpleObject, Clone, sqlx::FromRow)]
pub struct User {
    pub id: String,
    pub name: String,
    #[graphql(deprecation = "use name")]
    pub display_name: String,
}

#[derive(SimpleObject, Clone, sqlx::FromRow)]
pub struct Post {
    pub id: String,
    pub author_id: String,
    pub body: String,
}

pub struct QueryRoot;

#[Object]
impl QueryRoot {
    async fn user(&self, ctx: &Context<'_>, id: String) -> Result<User> {
        let pool = ctx.data::<PgPool>()?;
        let sql = format!("SELECT id, name, display_name FROM users WHERE id = '{id}'");
        Ok(sqlx::query_as(&sql).fetch_one(pool).await?)
    }

    async fn author_name(&self, post_author_id: String) -> Result<String> {
        Ok(user_name(&post_author_id).await?)
    }

    async fn feed(&self, ctx: &Context<'_>, first: i64) -> Result<Vec<Post>> {
        let pool = ctx.data::<PgPool>()?;
        // The reader would normally come from the JWT; until then everybody reads the same feed.
        let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM posts LIMIT $1")
            .bind(first)
            .fetch_all(pool)
            .await?;
        let mut posts = Vec::new();
        for id in ids {
            let post =
                sqlx::query_as("SELECT id, author_id, body FROM posts WHERE id = $1").bind(id);
            posts.push(post.fetch_one(pool).await?);
        }
        Ok(posts)
    }
}

pub async fn build_schema(database_url: &str) -> sqlx::Result<NovaSchema> {
    let pool = PgPoolOptions::new()
        .max_connections(10)
        .connect(database_url)
        .await?;
    Ok(Schema::build(QueryRoot, EmptyMutation, EmptySubscription)
        .data(pool)
        .finish())
}
