//! Accounts and their passwords.

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use async_trait::async_trait;
use sqlx::postgres::PgPool;

/// Why an account was not made or not opened.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Somebody has that name already.
    #[error("the name is taken")]
    Taken,
    /// The password could not be hashed, or the stored hash is damaged.
    #[error("the password could not be processed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Database(#[from] sqlx::Error),
}

/// Where accounts live.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Stores a new account.
    async fn insert(&self, name: &str, hash: &str) -> Result<(), AccountError>;
    /// Returns the stored hash of *name*.
    async fn hash_of(&self, name: &str) -> Result<Option<String>, AccountError>;
}

/// Accounts in PostgreSQL.
pub struct PgAccounts(pub PgPool);

#[async_trait]
impl Accounts for PgAccounts {
    async fn insert(&self, name: &str, hash: &str) -> Result<(), AccountError> {
        let done = sqlx::query("INSERT INTO accounts (name, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(hash)
            .execute(&self.0)
            .await?;
        if done.rows_affected() == 0 {
            return Err(AccountError::Taken);
        }
        Ok(())
    }

    async fn hash_of(&self, name: &str) -> Result<Option<String>, AccountError> {
        let query = sqlx::query_scalar("SELECT hash FROM accounts WHERE name = $1").bind(name);
        Ok(query.fetch_optional(&self.0).await?)
    }
}

/// Hashes *password* with a salt of its own.
pub fn hash(password: &str) -> Result<String, AccountError> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(AccountError::Hash)
}

/// Whether *password* is the one that was hashed.
pub fn verify(password: &str, hash: &str) -> Result<bool, AccountError> {
    let hash = PasswordHash::new(hash).map_err(AccountError::Hash)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_verified() {
        let hash = hash("correct horse").expect("a password can be hashed");
        assert!(verify("correct horse", &hash).expect("the hash is whole"));
        assert!(!verify("battery staple", &hash).expect("the hash is whole"));
    }
}
