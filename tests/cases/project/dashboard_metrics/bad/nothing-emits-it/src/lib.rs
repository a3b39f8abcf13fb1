use prometheus::{register_histogram, register_int_counter};

pub fn register() {
    register_int_counter!("orders_created_total", "Orders").unwrap();
    register_histogram!("orders_duration_seconds", "Time").unwrap();
}
