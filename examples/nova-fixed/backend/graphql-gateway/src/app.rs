//! The routes of the gateway.

use actix_governor::governor::middleware::NoOpMiddleware;
use actix_governor::{Governor, GovernorConfig, KeyExtractor, SimpleKeyExtractionError};
use actix_web::dev::ServiceRequest;
use actix_web::{web, HttpResponse};
use async_graphql_actix_web::{GraphQLRequest, GraphQLResponse};
use jwt_auth::{JwtAuthMiddleware, Keys};
use telemetry::metrics::render;

use crate::schema::NovaSchema;

/// The limit of requests for one address.
pub type RateLimit = GovernorConfig<ClientAddress, NoOpMiddleware>;

/// The address of the client, as the ingress saw it: nobody but the ingress can reach the gateway.
#[derive(Clone)]
pub struct ClientAddress;

impl KeyExtractor for ClientAddress {
    type Key = String;
    type KeyExtractionError = SimpleKeyExtractionError<&'static str>;

    fn extract(&self, request: &ServiceRequest) -> Result<String, Self::KeyExtractionError> {
        let connection = request.connection_info();
        let address = connection.realip_remote_addr().map(str::to_string);
        address.ok_or_else(|| SimpleKeyExtractionError::new("the request has no address"))
    }
}

async fn graphql(schema: web::Data<NovaSchema>, request: GraphQLRequest) -> GraphQLResponse {
    let response = schema.execute(request.into_inner()).await;
    for error in &response.errors {
        sentry::capture_message(&error.message, sentry::Level::Error);
    }
    response.into()
}

async fn ready(schema: web::Data<NovaSchema>) -> HttpResponse {
    if schema.execute("{ __typename }").await.is_ok() {
        return HttpResponse::Ok().body("ok");
    }
    HttpResponse::ServiceUnavailable().finish()
}

/// Adds the routes; only health and metrics can be read without a token.
pub fn configure(config: &mut web::ServiceConfig, keys: &Keys, limit: &RateLimit) {
    config
        .route("/health/live", web::get().to(telemetry::health::live))
        .route("/health/ready", web::get().to(ready))
        .route("/metrics", web::get().to(render))
        .service(
            web::scope("/graphql")
                .wrap(JwtAuthMiddleware::new(keys.clone()))
                .wrap(Governor::new(limit))
                .route("", web::post().to(graphql)),
        );
}
