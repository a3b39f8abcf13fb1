pub fn start(_service: &str) {
    tracing_subscriber::fmt().init();
}
