use std::future::{ready, Ready};

use actix_web::body::EitherBody;
use actix_web::dev::{forward_ready, Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::AUTHORIZATION;
use actix_web::{Error, HttpResponse};
use std::future::Future;
use std::pin::Pin;

use crate::jwt::Keys;

pub struct JwtAuthMiddleware {
    keys: Keys,
}

impl JwtAuthMiddleware {
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
        ready(Ok(JwtAuth {
            keys: self.keys.clone(),
            service,
        }))
    }
}

pub struct JwtAuth<S> {
    keys: Keys,
    service: S,
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
        let header = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        if token.is_none_or(|token| self.keys.verify(token).is_err()) {
            let refused = request.into_response(HttpResponse::Unauthorized().finish());
            return Box::pin(ready(Ok(refused.map_into_right_body())));
        }
        let response = self.service.call(request);
        Box::pin(async move { Ok(response.await?.map_into_left_body()) })
    }
}
