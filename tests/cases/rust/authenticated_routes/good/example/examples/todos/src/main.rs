use axum::{routing::{get, post}, Router};

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route("/login", post(login))
        .route("/orders", get(list_orders))
        .route("/orders", post(create_order));
    axum::serve(listener().await, app).await.unwrap();
}
