use user_service::parse_user;

#[tokio::test]
#[ignore]
async fn test_login_then_read_own_user() {
    let body = std::env::var("E2E_USER_ROW").unwrap();
    let user = parse_user(&body);
    assert_eq!(user.name, "ada");
}
