#[test]
fn b() {
    assert_eq!(orders::total(&[]), 0);
}
