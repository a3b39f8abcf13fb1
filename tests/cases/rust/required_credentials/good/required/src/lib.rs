use std::env;

pub fn secret() -> Result<String, env::VarError> {
    env::var("JWT_SECRET")
}

pub fn database() -> String {
    env::var("DATABASE_URL").unwrap_or("postgres://localhost/app".into())
}

pub fn secret_file() -> String {
    env::var("JWT_SECRET_FILE").unwrap_or_else(|_| "/run/secrets/jwt".to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn signs() {
        let secret = std::env::var("JWT_SECRET").unwrap_or_else(|_| "not-a-real-secret".to_string());
        assert_eq!(secret.len(), 17);
    }
}
