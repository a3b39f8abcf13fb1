pub fn sum() -> u32 {
    orders_service::total(&[1])
}

#[test]
fn supports() {
    assert_eq!(sum(), 1);
}
