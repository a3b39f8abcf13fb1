mod fixtures;

#[test]
fn sums() {
    assert_eq!(orders_service::total(&fixtures::prices()), 3);
}
