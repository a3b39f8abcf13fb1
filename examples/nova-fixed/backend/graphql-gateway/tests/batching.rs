mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_trait::async_trait;
use graphql_gateway::directory::{Directory, DirectoryError, UserLoader};
use graphql_gateway::schema::User;

#[derive(Default)]
struct Counting(AtomicUsize);

#[async_trait]
impl Directory for Counting {
    async fn users(&self, ids: Vec<String>) -> Result<Vec<User>, DirectoryError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        support::Everybody.users(ids).await
    }
}

#[tokio::test]
async fn a_list_of_users_costs_one_call() {
    let directory = Arc::new(Counting::default());
    let loader = DataLoader::new(UserLoader(directory.clone()), tokio::spawn);
    let ids = (0..50).map(|i| i.to_string());
    let users = loader.load_many(ids).await.expect("everybody is known");
    assert_eq!((users.len(), directory.0.load(Ordering::SeqCst)), (50, 1));
}
