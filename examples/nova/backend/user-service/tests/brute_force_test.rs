use user_service::parse_user;

#[test]
fn test_many_logins_are_limited() {
    let users: Vec<_> = (0..100).map(|i| parse_user(&format!("{i},ada"))).collect();
    assert_eq!(users.len(), 100);
}
