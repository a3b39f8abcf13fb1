mod clients;
mod schema;

use actix_web::{middleware::Logger, web, App, HttpResponse, HttpServer};
use async_graphql::http::{playground_source, GraphQLPlaygroundConfig};
use async_graphql_actix_web::{GraphQLRequest, GraphQLResponse};

use crate::schema::{build_schema, NovaSchema};

async fn graphql(schema: web::Data<NovaSchema>, request: GraphQLRequest) -> GraphQLResponse {
    schema.execute(request.into_inner()).await.into()
}

async fn playground() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html")
        .body(playground_source(GraphQLPlaygroundConfig::new("/graphql")))
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt::init();
    let database_url = std::env::var("DATABASE_URL").unwrap();
    let schema = build_schema(&database_url).await.unwrap();

    HttpServer::new(move || {
        App::new()
            .wrap(Logger::default())
            .app_data(web::Data::new(schema.clone()))
            .route("/graphql", web::post().to(graphql))
            .route("/playground", web::get().to(playground))
            .route("/health", web::get().to(health))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
