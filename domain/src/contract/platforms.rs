//! Requests and responses about learning platforms: their keys, and their completions as a file.

use serde::{Deserialize, Serialize};

use crate::completion::DeliveryForm;
use crate::id::{PlatformId, PlatformKeyId};
use crate::timestamp::Timestamp;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListPlatformKeysRequest {}

/// All keys of all platforms; there are few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformKeys {
    /// By platform, newest key first.
    pub keys: Vec<PlatformKeyRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformKeyRow {
    pub id: PlatformKeyId,
    pub platform: PlatformId,
    pub platform_name: String,
    pub enabled: bool,
    pub created_at: Timestamp,
    pub created_by: String,
    /// When the platform last delivered with this key.
    pub last_delivery_at: Option<Timestamp>,
    /// Deliveries that this key has brought, and how many of them were refused.
    pub delivered: u64,
    pub refused: u64,
    /// When a request with this key was last turned away at the door: a wrong signature, a wrong time.
    pub last_failure_at: Option<Timestamp>,
}

/// 新建密钥 for a new platform, or another one for a platform that has keys, so that it can change without a pause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatePlatformKeyRequest {
    /// `None`: a new platform of this name.
    pub platform: Option<PlatformId>,
    pub platform_name: String,
}

/// A key with its secret. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedPlatformKey {
    pub key: PlatformKeyRow,
    /// As Standard Webhooks spells it: `whsec_` and 32 bytes in base 64.
    pub secret: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokePlatformKeyRequest {
    pub id: PlatformKeyId,
}

/// Completions that a platform has handed over as a file, [`DELIVERIES_MAX`](crate::limits::DELIVERIES_MAX) at most.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportCompletionsRequest {
    pub platform: PlatformId,
    pub deliveries: Vec<DeliveryForm>,
}
