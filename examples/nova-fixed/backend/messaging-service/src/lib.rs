//! Messages: stored and announced together, or not at all.

pub mod outbox;
pub mod routes;
