#[tokio::main]
async fn main() {
    let mut config = DbConfig::for_service("orders-service");
    if config.max_connections < 20 {
        config.max_connections = 20;
    }
    let pool = create_pool(config).await;
    serve(pool).await;
}
