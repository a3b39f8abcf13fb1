#[test]
fn performance_holds() {
    assert!(measure() < 100);
}
