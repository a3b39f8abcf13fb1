#[test]
fn reads() {
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
    assert_eq!("1".parse::<u32>().unwrap(), 1);
}
