use jsonwebtoken::{decode, encode, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    pub sub: String,
    pub exp: u64,
}

#[derive(Clone)]
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Keys {
    pub fn from_secret(secret: &[u8]) -> Self {
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
        }
    }

    pub fn issue(&self, claims: &Claims) -> String {
        encode(&Header::default(), claims, &self.encoding).unwrap()
    }

    pub fn verify(&self, token: &str) -> jsonwebtoken::errors::Result<Claims> {
        decode::<Claims>(token, &self.decoding, &Validation::default()).map(|data| data.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_another_key_is_refused() {
        let ours = Keys::from_secret(b"one");
        let theirs = Keys::from_secret(b"two");
        let token = theirs.issue(&Claims {
            sub: "ada".to_string(),
            exp: u64::MAX,
        });
        assert!(ours.verify(&token).is_err());
    }

    #[test]
    fn an_expired_token_is_refused() {
        let keys = Keys::from_secret(b"one");
        let token = keys.issue(&Claims {
            sub: "ada".to_string(),
            exp: 1,
        });
        assert!(keys.verify(&token).is_err());
    }
}
