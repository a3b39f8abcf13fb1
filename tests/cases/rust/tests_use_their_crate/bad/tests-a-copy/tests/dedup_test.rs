use std::collections::HashSet;

fn is_new(seen: &mut HashSet<u32>, event: u32) -> bool {
    seen.insert(event)
}

#[test]
fn the_first_event_is_new() {
    assert!(is_new(&mut HashSet::new(), 1));
}

#[test]
fn the_second_is_not() {
    assert!(!is_new(&mut HashSet::from([1]), 1));
}
