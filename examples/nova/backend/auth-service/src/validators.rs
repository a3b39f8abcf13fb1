pub fn is_valid_user_name(name: &str) -> bool {
    (3..=30).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
