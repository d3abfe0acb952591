//! Password hashes: argon2id with the parameters of OWASP's Password Storage Cheat Sheet (m = 19 MiB, t = 2, p = 1),
//! which are the crate's defaults.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Checked when there is no account, so that a missing one takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_here("the password of nobody"));

/// No more are hashed at once than there are cores: whoever sends many waits for their own, and nobody else for them.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

/// As the PHC string format's specification recommends.
const SALT_BYTES: usize = 16;

/// Hashes a password with a fresh salt, into a PHC string. Takes some 25 ms of one core, apart from the threads that answer
/// requests.
pub async fn hash(password: &str) -> String {
    let password = password.to_owned();
    apart(move || hash_here(&password)).await
}

/// Whether `password` is the one that was hashed. `None` stands for an account that does not exist.
pub async fn verify(hash: Option<&str>, password: &str) -> bool {
    let (hash, password) = (hash.map(str::to_owned), password.to_owned());
    apart(move || verify_here(hash.as_deref(), &password)).await
}

/// The same as [`hash`], on the thread that asks: for who fills in data and answers nobody.
pub fn hash_here(password: &str) -> String {
    let mut salt = [0; SALT_BYTES];
    crate::crypto::randomness::fill(&mut salt);
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.expect("the parameters are valid").to_string()
}

fn verify_here(hash: Option<&str>, password: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(&NOBODYS)) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    if crate::crypto::randomness::is_repeatable() {
        return work();
    }
    let _turn = AT_ONCE.acquire().await.expect("nobody closes it");
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_password_verifies() {
        let hashed = hash("三月的雨 1987").await;
        assert!(verify(Some(&hashed), "三月的雨 1987").await);
        assert!(!verify(Some(&hashed), "三月的雨 1988").await);
        assert!(!verify(None, "the password of nobody").await);
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    /// With one thread for everything else, what else there is goes on while passwords are hashed.
    #[tokio::test]
    async fn hashing_leaves_the_threads_that_answer_free() {
        let hashing = tokio::spawn(async { hash("三月的雨 1987").await });
        let mut turns = 0_u32;
        while !hashing.is_finished() {
            turns += 1;
            tokio::task::yield_now().await;
        }
        assert!(turns > 10, "{turns}");
    }
}
