use tonic::transport::Server;

#[tokio::main]
async fn main() -> Result<(), tonic::transport::Error> {
    tracing_subscriber::fmt().init();
    Server::builder()
        .add_service(StockServer::new(Stock::default()))
        .serve(([0, 0, 0, 0], 50051).into())
        .await
}

#[cfg(test)]
mod tests {
    use tonic::transport::Channel;

    #[tokio::test]
    async fn it_answers() {
        let channel = Channel::from_static("http://localhost:50051").connect().await;
        assert!(channel.is_err());
    }
}
