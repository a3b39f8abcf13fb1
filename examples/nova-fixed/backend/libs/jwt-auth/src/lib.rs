//! Tokens, and the middleware that lets nobody pass without one.

mod middleware;
mod tokens;

pub use middleware::JwtAuthMiddleware;
pub use tokens::{Claims, Keys, Role};
