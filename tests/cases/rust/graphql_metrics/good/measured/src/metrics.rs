use prometheus::{register_histogram_vec, register_int_counter_vec};

pub fn register() {
    register_histogram_vec!("graphql_query_duration_seconds", "Time of a query", &["operation"]).unwrap();
    register_histogram_vec!("graphql_resolver_duration_seconds", "Time of a resolver", &["field"]).unwrap();
    register_int_counter_vec!("graphql_field_errors_total", "Errors by field", &["field"]).unwrap();
}
