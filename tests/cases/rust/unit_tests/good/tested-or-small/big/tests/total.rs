#[test]
fn sums() {
    assert_eq!(big::total(&[]), 0);
}
