//! Keys, digests, passwords and one-time codes.

pub mod passwords;
pub mod randomness;
pub mod totp;
pub mod vault;
pub mod webhooks;
