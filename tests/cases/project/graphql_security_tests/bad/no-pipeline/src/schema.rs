use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, SimpleObject};

/// An order.
#[derive(SimpleObject)]
pub struct Order {
    /// Its number.
    pub id: String,
}

pub struct Query;

/// What can be asked.
#[Object]
impl Query {
    /// The order with this id.
    async fn order(&self, id: String) -> Order {
        Order { id }
    }
}

pub fn schema() -> Schema<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .finish()
}
