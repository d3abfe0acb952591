//! Keys of learning platforms. A platform may have several, so that it can change one for another without a pause.
//!
//! A key is an item of its own, because a request of a platform reads it: its secret, whether it may be used, and what it
//! has been used for. All keys are listed in one more item, which thereby is the list of platforms as well.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::contract::platforms::{PlatformKeyRow, PlatformKeys};
use domain::id::{PlatformId, PlatformKeyId};
use domain::limits::WEBHOOK_DAYS;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::{Change, Condition, Item, item, number, parse};
use super::usage;
use crate::app::App;
use crate::crypto::vault::{self, Vault};
use crate::crypto::webhooks::{WebhookId, WebhookSecret};
use crate::error::Error;

/// Seconds in which failures of a key are noted once, so that nobody runs up costs by failing.
const FAILURES_NOTED_SECONDS: i64 = 60;
const DAY_SECONDS: i64 = 86_400;
/// Keys of one BatchGetItem at most (DynamoDB's own limit).
const KEYS_MAX: usize = 100;

/// A learning platform, which has signed a request or whose completions an operator brings.
#[derive(Debug, Clone)]
pub struct Platform {
    pub id: PlatformId,
    pub name: String,
    /// `None`: an operator brings what it has handed over.
    pub signed: Option<Signed>,
}

/// What a request was signed with, and as which message.
#[derive(Debug, Clone)]
pub struct Signed {
    pub key: PlatformKeyId,
    pub webhook: WebhookId,
}

/// A key, with the platform that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformKey {
    pub id: PlatformKeyId,
    pub platform: PlatformId,
    pub platform_name: String,
    pub enabled: bool,
    encrypted_secret: String,
    #[serde(default)]
    last_delivery_at: Option<Timestamp>,
    #[serde(default)]
    delivered: u64,
    #[serde(default)]
    refused: u64,
    #[serde(default)]
    last_failure_at: Option<Timestamp>,
}

impl PlatformKey {
    pub fn new(
        vault: &Vault,
        id: PlatformKeyId,
        platform: PlatformId,
        platform_name: String,
        secret: &WebhookSecret,
    ) -> Self {
        Self {
            encrypted_secret: vault.encrypt(&secret_place(&id), &secret.text()),
            enabled: true,
            id,
            platform,
            platform_name,
            last_delivery_at: None,
            delivered: 0,
            refused: 0,
            last_failure_at: None,
        }
    }

    /// # Errors
    /// Never but for a programming mistake.
    pub fn put(&self) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::platform_key(&self.id), self)?, condition: Condition::Missing })
    }

    /// The shared secret, to check a signature with.
    pub fn secret(&self, vault: &Vault) -> Result<WebhookSecret, Error> {
        let text = vault.decrypt(&secret_place(&self.id), &self.encrypted_secret).map_err(Error::internal)?;
        text.parse().map_err(Error::internal)
    }

    /// How the operator sees it.
    pub fn row(self, listed: &PlatformSummary) -> PlatformKeyRow {
        PlatformKeyRow {
            id: self.id,
            platform: self.platform,
            platform_name: self.platform_name,
            enabled: self.enabled,
            created_at: listed.created_at,
            created_by: listed.created_by.clone(),
            last_delivery_at: self.last_delivery_at,
            delivered: self.delivered,
            refused: self.refused,
            last_failure_at: self.last_failure_at,
        }
    }
}

fn secret_place(key: &PlatformKeyId) -> String {
    format!("{key}/platform-secret")
}

/// A key, one that may not be used any more among them.
pub async fn find_key(app: &App, id: &PlatformKeyId) -> Result<Option<PlatformKey>, Error> {
    app.table.get(&Key::platform_key(id)).await
}

/// Takes a key out of use, for good and at once: each request reads the key as it is now.
pub fn revoke(id: &PlatformKeyId) -> Change {
    Change::Update {
        key: Key::platform_key(id),
        expression: "SET enabled = :no".to_owned(),
        values: Item::from([(":no".to_owned(), AttributeValue::Bool(false))]),
        condition: Condition::Exists,
    }
}

/// Counts what a message has brought, once however often it is sent. What was delivered holds already, and is not refused for
/// want of the note.
pub async fn note_delivery(app: &App, signed: &Signed, delivered: usize, refused: usize) {
    match is_first(app, signed).await {
        Ok(true) => count_delivery(app, &signed.key, delivered, refused).await,
        Ok(false) => {}
        Err(failure) => tell_log(Err(failure)),
    }
}

/// Whether a message has not been delivered with this key before; from now on it has.
async fn is_first(app: &App, Signed { key, webhook }: &Signed) -> Result<bool, Error> {
    let digest = domain::id::spell(vault::digest_bits(&[webhook.as_str().as_bytes()]));
    let gone_at = app.clock.now().plus_seconds(WEBHOOK_DAYS * DAY_SECONDS).seconds();
    app.table.put_new(item(&Key::delivered_webhook(key, &digest), &DeliveredWebhook { gone_at })?).await
}

/// That a message was delivered; the table drops it once nobody sends it again.
#[derive(Serialize)]
struct DeliveredWebhook {
    gone_at: i64,
}

async fn count_delivery(app: &App, id: &PlatformKeyId, delivered: usize, refused: usize) {
    let values = Item::from([
        (":now".to_owned(), number(app.clock.now().milliseconds())),
        (":delivered".to_owned(), number(i64::try_from(delivered).unwrap_or(i64::MAX))),
        (":refused".to_owned(), number(i64::try_from(refused).unwrap_or(i64::MAX))),
    ]);
    let expression = "SET last_delivery_at = :now ADD delivered :delivered, refused :refused";
    let noted = app.table.update(&Key::platform_key(id), expression, values, Some("attribute_exists(pk)")).await;
    tell_log(noted);
}

/// Notes that a request with this key was turned away, once a minute: a failure that follows another costs no more than to
/// find that out, which reading the key has done.
pub async fn note_failure(app: &App, key: &PlatformKey) {
    let now = app.clock.now();
    let before = now.plus_seconds(-FAILURES_NOTED_SECONDS);
    if key.last_failure_at.is_some_and(|last| last > before) {
        return;
    }
    let values = Item::from([
        (":now".to_owned(), number(now.milliseconds())),
        (":before".to_owned(), number(before.milliseconds())),
    ]);
    let late = "attribute_exists(pk) AND (attribute_not_exists(last_failure_at) OR last_failure_at <= :before)";
    let noted = app.table.update(&Key::platform_key(&key.id), "SET last_failure_at = :now", values, Some(late)).await;
    tell_log(noted);
}

fn tell_log(noted: Result<bool, Error>) {
    if let Err(failure) = noted {
        usage::note_cause(&failure.cause().unwrap_or_else(|| failure.message()));
    }
}

/// What the list holds of a key. Its secret and its use lie with the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformSummary {
    pub id: PlatformKeyId,
    pub platform: PlatformId,
    pub platform_name: String,
    pub created_at: Timestamp,
    /// The operator's name.
    pub created_by: String,
}

/// All keys there ever were, in one item: it grows by one line with each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyList {
    version: u32,
    pub keys: Vec<PlatformSummary>,
}

impl KeyList {
    /// The next version, with one more key.
    pub fn with(&self, key: PlatformSummary) -> Self {
        Self { version: self.version + 1, keys: self.keys.iter().cloned().chain([key]).collect() }
    }

    /// Stores it in the place of the version before.
    pub fn put(&self) -> Result<Change, Error> {
        let condition = match self.version {
            1 => Condition::Missing,
            version => Condition::Is("version", i64::from(version) - 1),
        };
        Ok(Change::Put { item: item(&Key::platform_keys(), self)?, condition })
    }

    pub fn key(&self, id: &PlatformKeyId) -> Option<&PlatformSummary> {
        self.keys.iter().find(|key| key.id == *id)
    }

    /// The name of a platform that has, or had, a key.
    pub fn name_of(&self, platform: &PlatformId) -> Option<&str> {
        self.keys.iter().find(|key| key.platform == *platform).map(|key| key.platform_name.as_str())
    }
}

/// The list as it is now.
pub async fn listed(app: &App) -> Result<KeyList, Error> {
    Ok(app.table.get(&Key::platform_keys()).await?.unwrap_or_default())
}

/// Every key of the list with what it has been used for: by platform, newest key first.
pub async fn rows(app: &App, list: &KeyList) -> Result<PlatformKeys, Error> {
    let mut found: HashMap<String, PlatformKey> = HashMap::new();
    for some in list.keys.chunks(KEYS_MAX) {
        let keys: Vec<Key> = some.iter().map(|listed| Key::platform_key(&listed.id)).collect();
        for item in app.table.get_many(&keys).await? {
            let key: PlatformKey = parse(item)?;
            found.insert(key.id.to_string(), key);
        }
    }
    let mut keys: Vec<PlatformKeyRow> =
        list.keys.iter().filter_map(|listed| Some(found.remove(listed.id.as_str())?.row(listed))).collect();
    keys.sort_by(|a, b| {
        let by_platform = a.platform_name.cmp(&b.platform_name).then_with(|| a.platform.cmp(&b.platform));
        by_platform.then_with(|| b.created_at.cmp(&a.created_at))
    });
    Ok(PlatformKeys { keys })
}
