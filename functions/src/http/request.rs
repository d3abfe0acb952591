//! What a request must be before a handler sees it: from this origin, keyed where it changes something, of its shape.

use bytes::Bytes;
use domain::contract::{Effect, Endpoint, Method, Row};
use domain::id::IdempotencyKey;
use http::{HeaderMap, Request, header};

use crate::error::Error;
use crate::idempotency::Repeat;

/// Carries the [`IdempotencyKey`] of a request that must have one effect.
pub const KEY_HEADER: &str = "idempotency-key";

/// What tells a repeat of this request, if its endpoint asks for that.
pub fn repeat_of(row: &Row, headers: &HeaderMap, body: &[u8]) -> Result<Repeat, Error> {
    if row.effect != Effect::Keyed {
        return Ok(Repeat::default());
    }
    let key = headers
        .get(KEY_HEADER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<IdempotencyKey>().ok())
        .ok_or(Error::Malformed("idempotency-key"))?;
    Ok(Repeat::by(row, &key, body))
}

/// Refuses a change that another site makes a browser ask for: browsers say where a request comes from in headers
/// that scripts cannot write (OWASP CSRF Prevention Cheat Sheet, "Fetch Metadata" and "Verifying origin").
pub fn check_origin(headers: &HeaderMap, origin: &str) -> Result<(), Error> {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = match (says("sec-fetch-site"), says("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from == origin,
        (None, None) => false,
    };
    if ours { Ok(()) } else { Err(Error::ForeignOrigin) }
}

/// Reads the request of an endpoint from the query or the body.
pub fn parse<E: Endpoint>(request: &Request<Bytes>) -> Result<E::Request, Error> {
    match E::ROW.method {
        Method::Get => {
            serde_urlencoded::from_str(request.uri().query().unwrap_or_default()).map_err(|_| Error::Malformed("query"))
        }
        Method::Post | Method::Put => {
            let json = request
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.starts_with("application/json"));
            if !json {
                return Err(Error::Malformed("content-type"));
            }
            serde_json::from_slice(request.body()).map_err(|_| Error::Malformed("body"))
        }
    }
}
