#[test]
fn a() {
    assert_eq!(orders::total(&[]), 0);
}
