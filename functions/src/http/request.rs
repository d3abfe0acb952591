//! What a request must be before a room sees it: from this origin, keyed where it changes something, of its shape.

use bytes::Bytes;
use domain::contract::{Effect, Endpoint, Method, Row};
use domain::id::IdempotencyKey;
use http::{HeaderMap, Request, header};

use super::failure::Failure;

/// Carries the [`IdempotencyKey`] of a request that must have one effect.
pub const KEY_HEADER: &str = "idempotency-key";

/// Tells a repeated request from a new one.
#[derive(Debug, Clone, Default)]
pub struct Repeat {
    key: Option<IdempotencyKey>,
    /// SHA-256 of the body: the same key with another body is a mistake, not a repeat.
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
            .and_then(|value| value.parse().ok())
            .ok_or(Failure::Malformed("idempotency-key"))?;
        Ok(Self::by(row, key, body))
    }

    /// The request of an endpoint with this key and this body.
    pub fn by(row: &Row, key: IdempotencyKey, body: &[u8]) -> Self {
        Self { key: Some(key), content: crate::vault::sha256(&[row.id.as_bytes(), b"\n", body]) }
    }

    /// For what is noted each time that it is done: a key that no request has.
    pub fn of_its_own() -> Self {
        Self { key: Some(IdempotencyKey::from_bits(crate::vault::random_bits())), content: String::new() }
    }

    /// The key; rooms of keyed endpoints always have one.
    pub fn key(&self) -> Result<&IdempotencyKey, Failure> {
        self.key.as_ref().ok_or_else(|| Failure::internal("the endpoint's row does not ask for a key"))
    }
}

/// The same key came with another content.
pub fn key_reused() -> Failure {
    Failure::Conflict {
        code: "idempotency_key_reused",
        message: "这次提交与之前的一次混在了一起,请刷新页面后再试".to_owned(),
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
