use std::future::{ready, Future, Ready};
use std::pin::Pin;

use actix_web::body::EitherBody;
use actix_web::dev::{forward_ready, Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::AUTHORIZATION;
use actix_web::{Error, HttpMessage, HttpResponse};

use crate::tokens::{Claims, Keys};

/// Refuses every request without a valid bearer token; later handlers find its `Claims` in the extensions.
pub struct JwtAuthMiddleware {
    keys: Keys,
}

impl JwtAuthMiddleware {
    /// Verifies with *keys*.
    pub fn new(keys: Keys) -> Self {
        Self { keys }
    }
}

impl<S, B> Transform<S, ServiceRequest> for JwtAuthMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = JwtAuth<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, Self::InitError>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(JwtAuth { keys: self.keys.clone(), service }))
    }
}

/// The middleware around one service.
pub struct JwtAuth<S> {
    keys: Keys,
    service: S,
}

impl<S> JwtAuth<S> {
    fn claims(&self, request: &ServiceRequest) -> Option<Claims> {
        let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
        self.keys.verify(header.strip_prefix("Bearer ")?).ok()
    }
}

impl<S, B> Service<ServiceRequest> for JwtAuth<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>>>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let Some(claims) = self.claims(&request) else {
            let refused = request.into_response(HttpResponse::Unauthorized().finish());
            return Box::pin(ready(Ok(refused.map_into_right_body())));
        };
        request.extensions_mut().insert(claims);
        let response = self.service.call(request);
        Box::pin(async move { Ok(response.await?.map_into_left_body()) })
    }
}
