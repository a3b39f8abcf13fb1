pub fn plain() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(5)
}
