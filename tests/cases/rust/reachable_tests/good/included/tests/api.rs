mod support;

#[test]
fn sums() {
    assert_eq!(support::sum(), 1);
}
