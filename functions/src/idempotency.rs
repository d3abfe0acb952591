//! What tells a repeated request from a new one.

use domain::contract::Row;
use domain::id::IdempotencyKey;

use crate::error::Error;

/// Tells a repeated request from a new one, by what may be stored of it: who reads the table finds neither a key that a
/// browser has sent nor anything to guess a body by.
#[derive(Debug, Clone, Default)]
pub struct Repeat {
    key: Option<IdempotencyKey>,
    /// Digest of the body under the key as it was sent: the same key with another body is a mistake, not a repeat.
    pub content: String,
}

impl Repeat {
    /// The request of an endpoint with this key, as a browser sent it, and this body.
    pub fn by(row: &Row, sent: &IdempotencyKey, body: &[u8]) -> Self {
        let content = crate::crypto::vault::sha256(&[sent.as_str().as_bytes(), b"\n", row.id.as_bytes(), b"\n", body]);
        Self { key: Some(stored_key(sent)), content }
    }

    /// What an entry on record says of the request that made it.
    pub fn as_stored(key: IdempotencyKey, content: String) -> Self {
        Self { key: Some(key), content }
    }

    /// For what is noted each time that it is done: a key that no request has.
    pub fn of_its_own() -> Self {
        Self { key: Some(IdempotencyKey::from_bits(crate::crypto::vault::random_bits())), content: String::new() }
    }

    /// The key in the form that is stored; handlers of keyed endpoints always have one.
    pub fn key(&self) -> Result<&IdempotencyKey, Error> {
        self.key.as_ref().ok_or_else(|| Error::internal("the endpoint's row does not ask for a key"))
    }
}

/// So many bits of a key say when it was made; the others are chance.
const KEY_TIME_BITS: u32 = 48;

/// A key as it is stored, and as it names what its request creates: the time of its making, by which lists sort, with a
/// digest in the place of the chance.
pub fn stored_key(sent: &IdempotencyKey) -> IdempotencyKey {
    let chance_bits = u128::BITS - KEY_TIME_BITS;
    let time = sent.bits() >> chance_bits << chance_bits;
    let digest = crate::crypto::vault::digest_bits(&[b"idempotency key\n", sent.as_str().as_bytes()]);
    IdempotencyKey::from_bits(time | digest >> KEY_TIME_BITS)
}

/// The same key came with another content.
pub fn key_reused() -> Error {
    Error::Conflict {
        code: "idempotency_key_reused",
        message: "这次提交与之前的一次混在了一起，请刷新页面后再试".to_owned(),
    }
}
