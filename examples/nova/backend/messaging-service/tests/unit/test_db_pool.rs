#[test]
fn test_pool_is_not_exhausted() {
    // Acquire more connections than the pool has.
    assert!(true);
}
