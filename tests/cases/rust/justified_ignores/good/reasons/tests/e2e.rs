#[test]
#[ignore = "needs a running Kafka, see README"]
fn events_arrive() {
    assert!(events().len() > 1);
}

// #[ignore]
#[test]
fn sums() {
    assert_eq!(orders_service::total(&[1]), 1);
}
