#[test]
#[ignore = "needs a running Kafka, see README"]
fn events_arrive() {
    assert!(events().len() > 1);
}

#[test]
#[ignore] // Requires Redis
fn events_are_counted() {
    assert!(counted() > 1);
}

// #[ignore]
#[test]
fn sums() {
    assert_eq!(orders_service::total(&[1]), 1);
}
