fn rank(likes: u32, comments: u32) -> u32 {
    likes + 2 * comments
}

#[test]
fn test_a_comment_counts_twice() {
    assert_eq!(rank(3, 2), 7);
}
