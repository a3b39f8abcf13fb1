use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, SimpleObject};

#[derive(SimpleObject)]
pub struct Order {
    pub id: String,
}

pub struct Query;

#[Object]
impl Query {
    async fn order(&self, id: String) -> Order {
        Order { id }
    }
}

pub fn schema() -> Schema<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .finish()
}
