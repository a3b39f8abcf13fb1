use actix_web::web;

pub fn configure(config: &mut web::ServiceConfig) {
    config.route("/orders", web::post().to(create_order));
}
