use jsonwebtoken::{decode, encode, Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads and writes their own data.
    Member,
    /// Moderates everybody's.
    Moderator,
}

/// What a token says about its bearer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The user's id.
    pub sub: String,
    /// What the user may do.
    pub role: Role,
    /// When the token ends, in seconds since 1970.
    pub exp: u64,
}

/// The keys that sign and verify tokens.
#[derive(Clone)]
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Keys {
    /// Reads the key from `JWT_SECRET`; there is no default.
    pub fn from_environment() -> Result<Self, std::env::VarError> {
        std::env::var("JWT_SECRET").map(|secret| Self::from_secret(secret.as_bytes()))
    }

    /// Makes both keys of one secret.
    pub fn from_secret(secret: &[u8]) -> Self {
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret) }
    }

    /// Signs *claims*.
    pub fn issue(&self, claims: &Claims) -> jsonwebtoken::errors::Result<String> {
        encode(&Header::new(Algorithm::HS256), claims, &self.encoding)
    }

    /// Returns the claims of a token that is ours and still valid.
    pub fn verify(&self, token: &str) -> jsonwebtoken::errors::Result<Claims> {
        decode(token, &self.decoding, &Validation::new(Algorithm::HS256)).map(|data| data.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(exp: u64) -> Claims {
        Claims { sub: "ada".to_string(), role: Role::Member, exp }
    }

    #[test]
    fn a_token_of_another_key_is_refused() {
        let token = Keys::from_secret(b"one").issue(&claims(u64::MAX)).expect("claims can be signed");
        assert!(Keys::from_secret(b"two").verify(&token).is_err());
    }

    #[test]
    fn an_expired_token_is_refused() {
        let keys = Keys::from_secret(b"one");
        let token = keys.issue(&claims(1)).expect("claims can be signed");
        assert!(keys.verify(&token).is_err());
    }
}
