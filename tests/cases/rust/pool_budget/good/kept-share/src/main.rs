#[tokio::main]
async fn main() {
    let config = DbConfig::for_service("orders-service");
    let pool = create_pool(config).await;
    serve(pool).await;
}
