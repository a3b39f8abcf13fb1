use actix_web::{web, App, HttpResponse, HttpServer};
use db_pool::PoolConfig;
use messaging_service::publish;
use rdkafka::config::ClientConfig;
use rdkafka::producer::FutureProducer;

async fn send(
    producer: web::Data<FutureProducer>,
    conversation: web::Path<String>,
    body: String,
) -> HttpResponse {
    publish(&producer, &conversation, &body).await;
    HttpResponse::Accepted().finish()
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt::init();
    let brokers = std::env::var("KAFKA_BROKERS").unwrap();
    let producer: FutureProducer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .create()
        .unwrap();
    let pool = db_pool::connect(&PoolConfig::for_service("messaging-service"))
        .await
        .unwrap();

    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(producer.clone()))
            .app_data(web::Data::new(pool.clone()))
            .route("/conversations/{id}", web::post().to(send))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
