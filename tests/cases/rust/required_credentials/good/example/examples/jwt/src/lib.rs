use std::env;

pub fn secret() -> String {
    env::var("JWT_SECRET").unwrap_or_else(|_| "change-me".to_string())
}

pub fn database() -> String {
    env::var("DATABASE_URL").unwrap_or("postgres://app:password@localhost/app".into())
}

pub fn port() -> String {
    env::var("PORT").unwrap_or_else(|_| "8080".to_string())
}
