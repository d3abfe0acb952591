//! Requests of learning platforms: who has signed them, and when.
//!
//! A platform has a key: an id, and a secret that it shares with us. It sends three headers:
//! - `x-xueshi-key`: the id of the key,
//! - `x-xueshi-timestamp`: seconds since the Unix epoch, at most [`SIGNATURE_SECONDS_MAX`] away from our clock,
//! - `x-xueshi-signature`: HMAC-SHA-256, in lower-case hexadecimal, of method, path, timestamp and the SHA-256 of the body
//!   (lower-case hexadecimal), each on a line of its own, the last without a line end.
//!
//! Whoever records a request can send it again within those seconds: it then says what it said before, and a delivery
//! that says the same changes nothing. A key that does not exist, one that was revoked and a signature that is wrong look
//! alike, and take alike but for once a minute, when it is noted for the operator that a key was turned away. That a key is
//! there is no secret: its id goes with every request, and nobody tries 128 bits through.

use bytes::Bytes;
use domain::contract::Row;
use domain::id::PlatformKeyId;
use domain::limits::SIGNATURE_SECONDS_MAX;
use http::{HeaderMap, Request};

use crate::app::App;
use crate::crypto::vault::{self, Signature};
use crate::error::Error;
use crate::store::platforms::{self, Platform};

pub const KEY_HEADER: &str = "x-xueshi-key";
pub const TIMESTAMP_HEADER: &str = "x-xueshi-timestamp";
pub const SIGNATURE_HEADER: &str = "x-xueshi-signature";

/// Finds out who has signed a request to the endpoint of `row`, or refuses.
pub async fn verify(app: &App, row: &Row, request: &Request<Bytes>) -> Result<Platform, Error> {
    let headers = request.headers();
    let says = |name: &str| text(headers, name).ok_or(Error::WrongSignature);
    let id: PlatformKeyId = says(KEY_HEADER)?.parse().map_err(|_| Error::WrongSignature)?;
    let timestamp = says(TIMESTAMP_HEADER)?;
    let signature = Signature::parse(says(SIGNATURE_HEADER)?).ok_or(Error::WrongSignature)?;
    let signed = signed_text(row, timestamp, request.body());
    let key = platforms::find_key(app, &id).await?;
    let secret = match &key {
        Some(key) => key.secret(&app.vault)?,
        None => "the secret of nobody".to_owned(),
    };
    let is_right = signature.is_of(&secret, &signed);
    let Some(key) = key else { return Err(Error::WrongSignature) };
    match is_good(app, is_right && key.enabled, timestamp) {
        Ok(()) => Ok(Platform { id: key.platform, name: key.platform_name, key: Some(key.id) }),
        Err(failure) => {
            platforms::note_failure(app, &key).await;
            Err(failure)
        }
    }
}

/// HistoryContent apart only to who can sign: a wrong clock is a mistake that its owner has to know of.
fn is_good(app: &App, is_right: bool, timestamp: &str) -> Result<(), Error> {
    let at: i64 = timestamp.parse().ok().filter(|_| is_right).ok_or(Error::WrongSignature)?;
    if app.clock.now().seconds().abs_diff(at) > SIGNATURE_SECONDS_MAX.unsigned_abs() {
        return Err(Error::SignatureExpired);
    }
    Ok(())
}

/// What is signed.
pub fn signed_text(row: &Row, timestamp: &str, body: &[u8]) -> String {
    format!("{}\n{}\n{timestamp}\n{}", row.method.name(), row.path, vault::sha256_hex(body))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
