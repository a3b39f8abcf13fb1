use actix_web::{http::StatusCode, test, web, App, HttpRequest, HttpResponse};

async fn orders(request: HttpRequest) -> HttpResponse {
    match request.headers().get("Authorization") {
        Some(_) => HttpResponse::Ok().finish(),
        None => HttpResponse::Unauthorized().finish(),
    }
}

#[actix_web::test]
async fn orders_without_a_token_are_refused() {
    let app = test::init_service(App::new().route("/orders", web::post().to(orders))).await;
    let request = test::TestRequest::post().uri("/orders").to_request();
    let answer = test::call_service(&app, request).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}
