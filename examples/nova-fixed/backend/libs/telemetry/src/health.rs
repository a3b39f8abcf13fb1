//! Health, as a route for the kubelet and as a subcommand for Docker.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use actix_web::HttpResponse;

/// Answers `/health/live`: the process serves requests.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// Asks the service in this container whether it is alive.
pub fn probe() -> std::io::Result<()> {
    let mut stream = TcpStream::connect("127.0.0.1:8080")?;
    stream.set_read_timeout(Some(Duration::from_secs(3)))?;
    stream.write_all(b"GET /health/live HTTP/1.0\r\n\r\n")?;
    let mut status = [0_u8; 12];
    stream.read_exact(&mut status)?;
    if status.ends_with(b"200") {
        return Ok(());
    }
    Err(std::io::Error::other("the service is not healthy"))
}

/// Whether the process was started as a health probe: `service health`.
pub fn is_probe() -> bool {
    std::env::args().nth(1).as_deref() == Some("health")
}
