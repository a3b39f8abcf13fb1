use actix_web::{web, App, HttpResponse, HttpServer};
use tonic::transport::Server;

async fn health() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn server_interceptor(mut request: tonic::Request<()>) -> Result<tonic::Request<()>, tonic::Status> {
    if let Some(value) = request.metadata().get("correlation-id") {
        let id = value.to_str().map(str::to_string).unwrap_or_default();
        request.extensions_mut().insert::<String>(id);
    }
    Ok(request)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    tokio::spawn(
        Server::builder()
            .add_service(OrderServiceServer::new(Orders::default()))
            .serve(([0, 0, 0, 0], 9080).into()),
    );
    HttpServer::new(|| App::new().route("/health", web::get().to(health)))
        .bind(("0.0.0.0", 8080))?
        .run()
        .await
}
