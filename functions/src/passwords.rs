//! Password hashes: argon2id with the parameters of OWASP's Password Storage Cheat Sheet (m = 19 MiB, t = 2, p = 1),
//! which are the crate's defaults.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Checked when there is no account, so that a missing one takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("the password of nobody"));

/// Hashes a password with a fresh salt, into a PHC string. Takes some 25 ms of one core.
pub fn hash(password: &str) -> String {
    Argon2::default().hash_password(password.as_bytes()).expect("the parameters are valid").to_string()
}

/// Whether `password` is the one that was hashed. `None` stands for an account that does not exist.
pub fn verify(hash: Option<&str>, password: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(&NOBODYS)) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_verifies() {
        let hashed = hash("三月的雨 1987");
        assert!(verify(Some(&hashed), "三月的雨 1987"));
        assert!(!verify(Some(&hashed), "三月的雨 1988"));
        assert!(!verify(None, "the password of nobody"));
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}
