//! Accounts: registering, logging in, and telling the ingress whose token is good.

pub mod accounts;
pub mod routes;
pub mod throttle;
