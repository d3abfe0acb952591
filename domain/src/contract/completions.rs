//! Requests and responses about completions of common-subject courses.

use serde::{Deserialize, Serialize};

use super::{DeliverCompletions, Endpoint};
use crate::completion::DeliveryForm;
use crate::field_errors::FieldErrors;
use crate::hours::Hours;
use crate::id::PlatformKeyId;

/// Up to [`DELIVERIES_MAX`](crate::limits::DELIVERIES_MAX) deliveries of one platform, each for itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliverCompletionsRequest {
    pub deliveries: Vec<DeliveryForm>,
}

/// The query of a delivery's address: which key its platform has signed it with. Senders of Standard Webhooks are told an
/// address and a secret, so that all that they send comes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryQuery {
    pub key: PlatformKeyId,
}

impl DeliveryQuery {
    /// Path and query that a platform sends its deliveries to.
    pub fn path(key: &PlatformKeyId) -> String {
        format!("{}?key={key}", DeliverCompletions::ROW.path)
    }
}

/// What became of each delivery, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryResults {
    pub results: Vec<DeliveryResult>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryResult {
    pub completion: String,
    #[serde(flatten)]
    pub outcome: DeliveryOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum DeliveryOutcome {
    /// It holds now, and the totals have followed.
    Applied,
    /// This very delivery had been applied before; nothing has changed.
    Repeated,
    /// A higher revision of the completion holds; nothing has changed.
    Superseded { revision: u32 },
    /// Nothing has changed. `busy` and `internal` may be sent again as they are, anything else has to be mended first.
    Refused { code: String, message: String, fields: FieldErrors },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCompletionsRequest {
    pub year: i32,
}

/// One year's completions, in the order of their dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionList {
    pub completions: Vec<CompletionRow>,
}

/// A course that somebody completed on a learning platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRow {
    pub course: String,
    /// The platform's name.
    pub platform: String,
    pub hours: Hours,
    /// `2026-05-07`
    pub completed_on: String,
}
