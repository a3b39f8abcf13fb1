use tonic::transport::Server;

#[tokio::main]
async fn main() -> Result<(), tonic::transport::Error> {
    let stock = shop_clients::stock("http://stock:50051".to_string())?;
    Server::builder()
        .add_service(OrdersServer::new(Orders { stock }))
        .serve(([0, 0, 0, 0], 50051).into())
        .await
}
