async fn login(name: &str, password: &str) -> u16 {
    if name == "ada" && password == "password" {
        200
    } else {
        401
    }
}

#[tokio::test]
async fn test_login_with_a_wrong_password_is_refused() {
    assert_eq!(login("ada", "wrong").await, 401);
}

#[tokio::test]
async fn test_login_with_sql_injection_is_refused() {
    assert_eq!(login("ada' OR '1'='1", "password").await, 401);
}
