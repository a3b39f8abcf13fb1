#[test]
fn sql_injection_in_search_is_prevented() {
    let query = "SELECT * FROM orders WHERE customer = $1";
    let input = "'; DROP TABLE orders; --";
    assert!(query.contains("$1"));
    assert!(!query.contains(input));
}
