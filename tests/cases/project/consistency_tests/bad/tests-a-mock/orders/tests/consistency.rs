struct MockStore(Vec<u32>);

#[test]
fn deduplication_keeps_one_event() {
    let mut store = MockStore(vec![1, 1]);
    store.0.dedup();
    assert_eq!(store.0.len(), 1);
}
