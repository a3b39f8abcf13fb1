pub fn old() {}

#[test]
fn works() {
    assert_eq!(old(), ());
}
