#[test]
fn orders() {
    assert_eq!(orders_service::total(&[]), 0);
}
