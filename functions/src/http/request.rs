//! What a request must be before a room sees it: from this origin, keyed where it changes something, of its shape.

use bytes::Bytes;
use domain::contract::{Effect, Endpoint, Method, Row};
use domain::id::IdempotencyKey;
use http::{HeaderMap, Request, header};

use super::failure::Failure;

/// Carries the [`IdempotencyKey`] of a request that must have one effect.
pub const KEY_HEADER: &str = "idempotency-key";

/// Tells a repeated request from a new one, by what may be stored of it: who reads the table finds neither a key that a
/// browser has sent nor anything to guess a body by.
#[derive(Debug, Clone, Default)]
pub struct Repeat {
    key: Option<IdempotencyKey>,
    /// Digest of the body under the key as it was sent: the same key with another body is a mistake, not a repeat.
    pub content: String,
}

impl Repeat {
    pub fn of(row: &Row, headers: &HeaderMap, body: &[u8]) -> Result<Self, Failure> {
        if row.effect != Effect::Keyed {
            return Ok(Self::default());
        }
        let key = headers
            .get(KEY_HEADER)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.parse::<IdempotencyKey>().ok())
            .ok_or(Failure::Malformed("idempotency-key"))?;
        Ok(Self::by(row, &key, body))
    }

    /// The request of an endpoint with this key, as a browser sent it, and this body.
    pub fn by(row: &Row, sent: &IdempotencyKey, body: &[u8]) -> Self {
        let content = crate::vault::sha256(&[sent.as_str().as_bytes(), b"\n", row.id.as_bytes(), b"\n", body]);
        Self { key: Some(stored_key(sent)), content }
    }

    /// What an entry on record says of the request that made it.
    pub fn as_stored(key: IdempotencyKey, content: String) -> Self {
        Self { key: Some(key), content }
    }

    /// For what is noted each time that it is done: a key that no request has.
    pub fn of_its_own() -> Self {
        Self { key: Some(IdempotencyKey::from_bits(crate::vault::random_bits())), content: String::new() }
    }

    /// The key in the form that is stored; rooms of keyed endpoints always have one.
    pub fn key(&self) -> Result<&IdempotencyKey, Failure> {
        self.key.as_ref().ok_or_else(|| Failure::internal("the endpoint's row does not ask for a key"))
    }
}

/// So many bits of a key say when it was made; the others are chance.
const KEY_TIME_BITS: u32 = 48;

/// A key as it is stored, and as it names what its request creates: the time of its making, by which lists sort, with a
/// digest in the place of the chance.
pub fn stored_key(sent: &IdempotencyKey) -> IdempotencyKey {
    let chance_bits = u128::BITS - KEY_TIME_BITS;
    let time = sent.bits() >> chance_bits << chance_bits;
    let digest = crate::vault::digest_bits(&[b"idempotency key\n", sent.as_str().as_bytes()]);
    IdempotencyKey::from_bits(time | digest >> KEY_TIME_BITS)
}

/// The same key came with another content.
pub fn key_reused() -> Failure {
    Failure::Conflict {
        code: "idempotency_key_reused",
        message: "这次提交与之前的一次混在了一起，请刷新页面后再试".to_owned(),
    }
}

/// Refuses a change that another site makes a browser ask for: browsers say where a request comes from in headers
/// that scripts cannot write (OWASP CSRF Prevention Cheat Sheet, "Fetch Metadata" and "Verifying origin").
pub fn check_origin(headers: &HeaderMap, origin: &str) -> Result<(), Failure> {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = match (says("sec-fetch-site"), says("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from == origin,
        (None, None) => false,
    };
    if ours { Ok(()) } else { Err(Failure::ForeignOrigin) }
}

/// Reads the request of an endpoint from the query or the body.
pub fn parse<E: Endpoint>(request: &Request<Bytes>) -> Result<E::Request, Failure> {
    match E::ROW.method {
        Method::Get => serde_urlencoded::from_str(request.uri().query().unwrap_or_default())
            .map_err(|_| Failure::Malformed("query")),
        Method::Post | Method::Put => {
            let json = request
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.starts_with("application/json"));
            if !json {
                return Err(Failure::Malformed("content-type"));
            }
            serde_json::from_slice(request.body()).map_err(|_| Failure::Malformed("body"))
        }
    }
}
