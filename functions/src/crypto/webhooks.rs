//! Signatures of Standard Webhooks 1.0.0 (`spec/standard-webhooks.md` of the project of that name): HMAC-SHA-256 over id,
//! time and body, which sender and receiver share a secret for.
//!
//! The project's own crate is not used: it asks the machine's clock, says that a time is wrong to who cannot sign, and brings
//! an HMAC and a base 64 of its own.

use std::str::FromStr;

use data_encoding::BASE64;
use domain::limits::WEBHOOK_ID_CHARACTERS_MAX;
use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::vault;

const SECRET_PREFIX: &str = "whsec_";
/// Bytes of a secret that we make, and of any one ("Signature scheme").
const SECRET_BYTES: usize = 32;
const SECRET_BYTES_MIN: usize = 24;
const SECRET_BYTES_MAX: usize = 64;
/// What stands before a symmetric signature.
const VERSION: &str = "v1";

/// What a sender and we share. It is shown once, and encrypted at rest.
#[derive(Clone)]
pub struct WebhookSecret(Vec<u8>);

/// What a sender calls a message, the same however often it sends it: 1 to [`WEBHOOK_ID_CHARACTERS_MAX`] visible ASCII
/// characters, no `.` among them, because that ends it in what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookId(String);

/// Text that is no secret, or no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed secret or id of a webhook")]
pub struct MalformedWebhook;

/// A message without the text that it is signed in.
#[derive(Debug, Clone, Copy)]
pub struct Message<'m> {
    pub id: &'m WebhookId,
    /// Seconds since the Unix epoch.
    pub timestamp: i64,
    pub body: &'m [u8],
}

impl WebhookId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebhookId {
    type Err = MalformedWebhook;

    fn from_str(text: &str) -> Result<Self, MalformedWebhook> {
        let is_fit = (1..=WEBHOOK_ID_CHARACTERS_MAX).contains(&text.len());
        let is_fit = is_fit && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.');
        is_fit.then(|| Self(text.to_owned())).ok_or(MalformedWebhook)
    }
}

impl FromStr for WebhookSecret {
    type Err = MalformedWebhook;

    /// Reads what [`text`](WebhookSecret::text) wrote, or another sender's secret of 24 to 64 bytes.
    fn from_str(text: &str) -> Result<Self, MalformedWebhook> {
        let encoded = text.strip_prefix(SECRET_PREFIX).ok_or(MalformedWebhook)?;
        let bytes = BASE64.decode(encoded.as_bytes()).map_err(|_| MalformedWebhook)?;
        let is_fit = (SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len());
        is_fit.then_some(Self(bytes)).ok_or(MalformedWebhook)
    }
}

impl WebhookSecret {
    /// 256 random bits.
    pub fn fresh() -> Self {
        let mut bytes = vec![0; SECRET_BYTES];
        vault::random(&mut bytes);
        Self(bytes)
    }

    /// As it is encrypted, and given to senders.
    pub fn text(&self) -> String {
        format!("{SECRET_PREFIX}{}", BASE64.encode(&self.0))
    }

    /// One signature, as `webhook-signature` lists it.
    pub fn sign(&self, message: Message<'_>) -> String {
        format!("{VERSION},{}", BASE64.encode(self.mac(message).as_bytes()))
    }

    /// Whether one of the signatures in `list`, which spaces separate, is this secret's. Those of other versions are passed
    /// over. Compares in a time that tells nothing about where two differ.
    pub fn has_signed(&self, message: Message<'_>, list: &str) -> bool {
        let right = self.mac(message);
        list.split(' ').filter_map(signature).any(|one| one == right)
    }

    fn mac(&self, Message { id, timestamp, body }: Message<'_>) -> CtOutput<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("{}.{timestamp}.", id.as_str()).as_bytes());
        mac.update(body);
        mac.finalize()
    }
}

fn signature(text: &str) -> Option<CtOutput<Hmac<Sha256>>> {
    let encoded = text.strip_prefix(VERSION)?.strip_prefix(',')?;
    let bytes: [u8; 32] = BASE64.decode(encoded.as_bytes()).ok()?.try_into().ok()?;
    Some(CtOutput::new(bytes.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> WebhookSecret {
        text.parse().expect("a secret")
    }

    fn id(text: &str) -> WebhookId {
        text.parse().expect("an id")
    }

    /// The first is the project's own (its libraries' tests); the second is what its packages of PyPI (1.1.0) and npm (1.1.1)
    /// both sign.
    #[test]
    fn signatures_are_those_of_the_projects_libraries() {
        for (secret_text, id_text, timestamp, body, expected) in [
            (
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
                1_649_367_553,
                r#"{"email":"test@example.com","username":"test_user"}"#,
                "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
            ),
            (
                "whsec_demo2026platformSecretForTheDemoOnly",
                "msg_3f0c",
                1_795_140_000,
                r#"{"deliveries":[{"completion":"C-1","revision":1,"action":"complete","course":"职业道德"}]}"#,
                "v1,CKZ+3llAPFY0+NLLIgXEcTXAAaCM3O11wQ6HtMUaiqY=",
            ),
        ] {
            let (secret, id) = (secret(secret_text), id(id_text));
            let message = Message { id: &id, timestamp, body: body.as_bytes() };
            assert_eq!(secret.sign(message), expected);
            assert!(secret.has_signed(message, expected));
        }
    }

    #[test]
    fn one_right_signature_among_several_is_enough() {
        let (old, new) = (WebhookSecret::fresh(), WebhookSecret::fresh());
        let id = id("msg_1");
        let message = Message { id: &id, timestamp: 1_795_140_000, body: b"{}" };
        let both = format!("{} {}", old.sign(message), new.sign(message));
        assert!(old.has_signed(message, &both) && new.has_signed(message, &both));
        let asymmetric = format!("v1a,AAAA {}", old.sign(message));
        assert!(old.has_signed(message, &asymmetric) && !new.has_signed(message, &asymmetric));
    }

    #[test]
    fn id_time_body_and_secret_are_all_signed() {
        let (secret, id, other) = (WebhookSecret::fresh(), id("msg_1"), id("msg_2"));
        let message = Message { id: &id, timestamp: 1_795_140_000, body: b"{}" };
        let list = secret.sign(message);
        assert!(secret.has_signed(message, &list));
        for altered in [
            Message { id: &other, ..message },
            Message { timestamp: 1_795_140_001, ..message },
            Message { body: b"{ }", ..message },
        ] {
            assert!(!secret.has_signed(altered, &list), "{altered:?}");
        }
        assert!(!WebhookSecret::fresh().has_signed(message, &list));
        let bare = list.strip_prefix("v1,").expect("a version");
        for wrong in ["", "v1", "v1,", bare, &list.replace("v1,", "v1a,"), &list.replace("v1,", "v2,"), &list[..20]] {
            assert!(!secret.has_signed(message, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_read_as_it_was_written_and_neither_short_nor_endless() {
        let fresh = WebhookSecret::fresh();
        assert_eq!(secret(&fresh.text()).0, fresh.0);
        assert_ne!(WebhookSecret::fresh().0, fresh.0);
        let of = |bytes: usize| format!("whsec_{}", BASE64.encode(&vec![7; bytes])).parse::<WebhookSecret>();
        assert!(of(24).is_ok() && of(64).is_ok());
        assert!(of(23).is_err() && of(65).is_err());
        assert!(BASE64.encode(&[7; 32]).parse::<WebhookSecret>().is_err(), "without its prefix");
        assert!("whsec_?".parse::<WebhookSecret>().is_err());
    }

    #[test]
    fn an_id_is_short_visible_and_ends_where_the_time_begins() {
        let longest = "x".repeat(WEBHOOK_ID_CHARACTERS_MAX);
        assert!(longest.parse::<WebhookId>().is_ok());
        for wrong in ["", "msg.1", "msg 1", "消息", &format!("{longest}x")] {
            assert!(wrong.parse::<WebhookId>().is_err(), "{wrong}");
        }
    }
}
