use auth_service::validators::is_valid_user_name;

#[test]
fn letters_digits_and_underscores_are_accepted() {
    assert!(is_valid_user_name("ada_1815"));
}

#[test]
fn short_names_are_refused() {
    assert!(!is_valid_user_name("ad"));
}
