mod support;

use actix_web::http::StatusCode;
use actix_web::test::{try_call_service, TestRequest};
use graphql_gateway::app::RateLimit;
use serde_json::json;

#[actix_web::test]
async fn a_flood_from_one_address_hits_the_rate_limit() {
    let limit: RateLimit = support::limit(5);
    let app = gateway!(limit);
    let mut refused = 0;
    let mut last = StatusCode::OK;
    for _ in 0..50 {
        let peer = "192.0.2.1:4000".parse().expect("an address");
        let body = json!({"query": "{ __typename }"});
        let request = TestRequest::post().uri("/graphql").peer_addr(peer).set_json(body);
        let request = request.insert_header(support::bearer()).to_request();
        last = match try_call_service(&app, request).await {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        if last == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused >= 40, "only {refused} of 50 requests were refused");
}
