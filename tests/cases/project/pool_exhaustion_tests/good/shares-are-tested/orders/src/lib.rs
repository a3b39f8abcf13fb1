pub async fn connect(url: &str) -> PgPool {
    PgPoolOptions::new().max_connections(share("orders")).connect(url).await.unwrap()
}

pub fn share(service: &str) -> u32 {
    if service == "orders" { 20 } else { 5 }
}

#[cfg(test)]
mod tests {
    #[test]
    fn total_connections_stay_below_the_server_limit() {
        assert!(super::share("orders") + super::share("carts") < 100);
    }
}
