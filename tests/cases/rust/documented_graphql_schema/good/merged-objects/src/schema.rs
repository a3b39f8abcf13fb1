use async_graphql::{EmptyMutation, EmptySubscription, MergedObject, Object, Schema, SimpleObject};

/// An order.
#[derive(SimpleObject)]
pub struct Order {
    /// Its number.
    pub id: String,
}

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(OrderQuery);

#[derive(Default)]
pub struct OrderQuery;

#[Object]
impl OrderQuery {
    /// The order with this id.
    async fn order(&self, id: String) -> Order {
        Order { id }
    }
}

pub fn schema() -> Schema<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_description() {
        let sdl = schema().sdl();
        assert!(sdl.contains("An order."));
    }
}
