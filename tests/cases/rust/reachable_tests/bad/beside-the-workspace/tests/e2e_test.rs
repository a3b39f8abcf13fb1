#[test]
fn everything_works() {
    assert_eq!(run(), 0);
}
