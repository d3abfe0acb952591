//! Requests of learning platforms: who has signed them, and when, as Standard Webhooks 1.0.0 has it.
//!
//! A platform has a key: an id, and a secret that it shares with us. The id stands in the query of the address that the
//! platform sends to (`?key=…`); with the body come three headers:
//! - `webhook-id`: the platform's name for the message,
//! - `webhook-timestamp`: seconds since the Unix epoch, at most [`SIGNATURE_SECONDS_MAX`] away from our clock,
//! - `webhook-signature`: one or more signatures with spaces between them ([`WebhookSecret`](crate::crypto::webhooks)), one of
//!   which has to be of the key's secret. A platform that changes one key for another signs with both, and its address and
//!   its secret need not change in the same instant.
//!
//! Whoever records a request can send it again within those seconds: it then says what it said before, and a delivery
//! that says the same changes nothing. A key that does not exist, one that was revoked and a signature that is wrong look
//! alike, and take alike but for once a minute, when it is noted for the operator that a key was turned away. That a key is
//! there is no secret: its id goes with every request, and nobody tries 128 bits through.

use std::sync::LazyLock;

use bytes::Bytes;
use domain::contract::completions::DeliveryQuery;
use domain::limits::SIGNATURE_SECONDS_MAX;
use http::Request;

use crate::app::App;
use crate::crypto::webhooks::{Message, WebhookId, WebhookSecret};
use crate::error::Error;
use crate::store::platforms::{self, Platform, Signed};

pub const ID_HEADER: &str = "webhook-id";
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// Checked when there is no key, so that a missing one takes as long as a wrong signature.
static NOBODYS: LazyLock<WebhookSecret> = LazyLock::new(WebhookSecret::fresh);

/// Finds out who has signed a request, or refuses.
pub async fn verify(app: &App, request: &Request<Bytes>) -> Result<Platform, Error> {
    let query: DeliveryQuery = serde_urlencoded::from_str(request.uri().query().unwrap_or_default()).map_err(wrong)?;
    let webhook: WebhookId = header(request, ID_HEADER)?.parse().map_err(wrong)?;
    let timestamp: i64 = header(request, TIMESTAMP_HEADER)?.parse().map_err(wrong)?;
    let signatures = header(request, SIGNATURE_HEADER)?;
    let key = platforms::find_key(app, &query.key).await?;
    let secret = key.as_ref().map_or_else(|| Ok(NOBODYS.clone()), |key| key.secret(&app.vault))?;
    let is_right = secret.has_signed(Message { id: &webhook, timestamp, body: request.body() }, signatures);
    let Some(key) = key else { return Err(Error::WrongSignature) };
    match is_good(app, is_right && key.enabled, timestamp) {
        Ok(()) => {
            let signed = Some(Signed { key: key.id, webhook });
            Ok(Platform { id: key.platform, name: key.platform_name, signed })
        }
        Err(failure) => {
            platforms::note_failure(app, &key).await;
            Err(failure)
        }
    }
}

/// Told apart only to who can sign: a wrong clock is a mistake that its owner has to know of.
fn is_good(app: &App, is_right: bool, timestamp: i64) -> Result<(), Error> {
    if !is_right {
        return Err(Error::WrongSignature);
    }
    if app.clock.now().seconds().abs_diff(timestamp) > SIGNATURE_SECONDS_MAX.unsigned_abs() {
        return Err(Error::SignatureExpired);
    }
    Ok(())
}

fn header<'r>(request: &'r Request<Bytes>, name: &str) -> Result<&'r str, Error> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).ok_or(Error::WrongSignature)
}

fn wrong<E>(_: E) -> Error {
    Error::WrongSignature
}
