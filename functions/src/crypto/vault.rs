//! Keeps identity and phone numbers unreadable at rest, and finds people by a keyed digest instead.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use data_encoding::{BASE64_NOPAD, HEXLOWER};
use domain::account::OneTimeCode;
use domain::id::{AccountId, IdempotencyKey, PersonId};
use domain::identity::IdentityNumber;
use domain::permission::Role;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::error::Error;
use crate::runtime::aws::kms::EncryptedKey;
use crate::store::usage;

const NONCE_BYTES: usize = 12;

/// Holds the keys derived from one 256-bit master key. Losing the master key loses every identity number and every
/// way to find a person; leaking it leaks them.
///
/// One machine gives the master key; a function in the cloud finds it encrypted and has it opened when a handler that lists
/// `Decrypt` is about to be entered, once per process.
pub struct Vault {
    keys: OnceCell<Keys>,
    encrypted: Option<EncryptedKey>,
}

#[derive(Clone)]
struct Keys {
    cipher: Aes256Gcm,
    digest_key: [u8; 32],
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

/// A encrypted value that does not open: the key or the place is another, or it was altered.
#[derive(Debug, thiserror::Error)]
#[error("a encrypted value does not open with this key")]
pub struct NotDecrypted;

fn keyed(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        // The length prefix keeps ("ab", "c") and ("a", "bc") apart.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn first_128_bits(digest: [u8; 32]) -> u128 {
    let (first, _) = digest.split_first_chunk().expect("32 bytes hold 16");
    u128::from_be_bytes(*first)
}

impl Keys {
    fn derive(master_key: [u8; 32]) -> Self {
        let sealing_key = keyed(&master_key, &[b"xueshi encrypt v1"]);
        Self {
            cipher: Aes256Gcm::new(&Key::<Aes256Gcm>::from(sealing_key)),
            digest_key: keyed(&master_key, &[b"xueshi digest v1"]),
        }
    }
}

impl Vault {
    pub fn new(master_key: [u8; 32]) -> Self {
        Self { keys: OnceCell::new_with(Some(Keys::derive(master_key))), encrypted: None }
    }

    /// A vault whose master key is opened by [`Vault::unlock`].
    pub fn locked(key: EncryptedKey) -> Self {
        Self { keys: OnceCell::new(), encrypted: Some(key) }
    }

    /// Has the master key opened if it is not yet.
    ///
    /// # Errors
    /// If it does not open; the next request tries again.
    pub async fn unlock(&self) -> Result<(), Error> {
        let open = || async {
            let encrypted =
                self.encrypted.as_ref().ok_or_else(|| Error::internal("there is no encrypted master key"))?;
            encrypted.open().await.map(Keys::derive).map_err(Error::Internal)
        };
        self.keys.get_or_try_init(open).await.map(drop)
    }

    /// # Panics
    /// If the endpoint's row does not list `Decrypt`. The tests of the endpoint say so before.
    fn keys(&self) -> &Keys {
        usage::note_permission("kms:Decrypt");
        self.keys.get().expect("the endpoint's row lists Decrypt, so the vault was unlocked at the door")
    }

    /// The id under which a person with this identity number is found, and never two of them.
    pub fn person_id(&self, identity: &IdentityNumber) -> PersonId {
        PersonId::from_bits(first_128_bits(keyed(
            &self.keys().digest_key,
            &[b"person", identity.lookup_form().as_bytes()],
        )))
    }

    /// The id of the account that signs in as `role` with this login (an identity number or a credit code).
    pub fn account_id(&self, role: Role, login: &str) -> AccountId {
        let role: &[u8] = match role {
            Role::Professional => b"professional",
            Role::Administrator => b"administrator",
            Role::Unit => b"unit",
            Role::Operator => b"operator",
        };
        AccountId::from_bits(first_128_bits(keyed(&self.keys().digest_key, &[b"account", role, login.as_bytes()])))
    }

    /// The one-time code that a request makes for an account: the same for a repeat, and nobody else's to find.
    pub fn one_time_code(&self, account: &AccountId, key: &IdempotencyKey) -> OneTimeCode {
        let parts: [&[u8]; 3] = [b"one-time code", account.as_str().as_bytes(), key.as_str().as_bytes()];
        OneTimeCode::from_bits(first_128_bits(keyed(&self.keys().digest_key, &parts)))
    }

    /// What shows that this installation has given a browser its name for an account.
    pub fn device_signature(&self, account: &AccountId, id: &str) -> String {
        let parts: [&[u8]; 3] = [b"device", account.as_str().as_bytes(), id.as_bytes()];
        domain::id::spell(first_128_bits(keyed(&self.keys().digest_key, &parts)))
    }

    /// 128 bits that follow from the parts and from the key: for ids that content makes.
    pub fn digest(&self, parts: &[&[u8]]) -> u128 {
        first_128_bits(keyed(&self.keys().digest_key, &[&[b"content" as &[u8]], parts].concat()))
    }

    /// Encrypts a value for one place in the table; it opens in no other.
    pub fn encrypt(&self, place: &str, plain: &str) -> String {
        let mut nonce = [0; NONCE_BYTES];
        random(&mut nonce);
        let payload = Payload { msg: plain.as_bytes(), aad: place.as_bytes() };
        let encrypted =
            self.keys().cipher.encrypt(&Nonce::from(nonce), payload).expect("a short text can be encrypted");
        BASE64_NOPAD.encode(&[&nonce, encrypted.as_slice()].concat())
    }

    /// # Errors
    /// If it was encrypted with another key or for another place, or has been altered.
    pub fn decrypt(&self, place: &str, encrypted: &str) -> Result<String, NotDecrypted> {
        let bytes = BASE64_NOPAD.decode(encrypted.as_bytes()).map_err(|_| NotDecrypted)?;
        let (nonce, encrypted) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(NotDecrypted)?;
        let payload = Payload { msg: encrypted, aad: place.as_bytes() };
        let plain = self.keys().cipher.decrypt(&Nonce::from(*nonce), payload).map_err(|_| NotDecrypted)?;
        String::from_utf8(plain).map_err(|_| NotDecrypted)
    }
}

/// Fills a buffer with randomness.
///
/// # Panics
/// If there is none to give; nothing may go on without it.
pub fn random(buffer: &mut [u8]) {
    crate::crypto::randomness::fill(buffer);
}

/// 128 random bits, for an id.
pub fn random_bits() -> u128 {
    let mut buffer = [0; 16];
    random(&mut buffer);
    u128::from_be_bytes(buffer)
}

/// SHA-256 in base 64: of secrets that are random already, and of content.
pub fn sha256(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    BASE64_NOPAD.encode(&hasher.finalize())
}

/// The first 128 bits of SHA-256.
pub fn digest_bits(parts: &[&[u8]]) -> u128 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    first_128_bits(hasher.finalize().into())
}

/// SHA-256 in lower-case hexadecimal, as other programs write it.
pub fn sha256_hex(content: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_in_its_place_only() {
        let vault = Vault::new([7; 32]);
        let encrypted = vault.encrypt("here", "13800138000");
        assert_eq!(vault.decrypt("here", &encrypted).expect("it was encrypted for here"), "13800138000");
        assert!(vault.decrypt("there", &encrypted).is_err());
        assert!(Vault::new([8; 32]).decrypt("here", &encrypted).is_err());
        assert!(!encrypted.contains("13800138000"));
        assert_ne!(encrypted, vault.encrypt("here", "13800138000"), "equal values must not look equal");
    }

    #[test]
    fn accounts_of_two_roles_differ() {
        let vault = Vault::new([7; 32]);
        let ids = [Role::Professional, Role::Administrator, Role::Unit, Role::Operator]
            .map(|role| vault.account_id(role, "45090220010101077X"));
        for (position, id) in ids.iter().enumerate() {
            assert!(!ids[position + 1..].contains(id));
        }
        assert_ne!(ids[0], Vault::new([8; 32]).account_id(Role::Professional, "45090220010101077X"));
    }
}
