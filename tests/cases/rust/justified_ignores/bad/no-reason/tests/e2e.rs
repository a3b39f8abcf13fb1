use orders_service::total;

#[test]
#[ignore]
fn sums_a_million_prices() {
    assert_eq!(total(&vec![1; 1_000_000]), 1_000_000);
}

#[test]
#[ignore]
fn sums_nothing() {
    assert_eq!(total(&[]), 0);
}

#[test]
#[ignore = "needs the database of docker-compose.test.yml"]
fn sums_what_is_stored() {
    assert_eq!(total(&stored()), 3);
}
