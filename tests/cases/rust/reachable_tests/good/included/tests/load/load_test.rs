#[test]
fn holds() {
    assert_eq!(orders_service::total(&[3]), 3);
}
