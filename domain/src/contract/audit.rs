//! Requests and responses about what was done on the platform: the audit trail, and the load by day and city.

use serde::{Deserialize, Serialize};

use super::Cursor;
use crate::id::UnitId;
use crate::region::Region;
use crate::timestamp::Timestamp;

/// The audit trail of one unit, newest first. Without a unit: what operators did for the whole platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchAuditRequest {
    pub unit: Option<UnitId>,
    /// `2026-05-01`, inclusive; empty does not filter.
    pub from: String,
    /// `2026-05-31`, inclusive; empty does not filter.
    pub until: String,
    /// The name of an event, as `administrator_deleted`; empty does not filter.
    pub event: String,
    /// Any part of the name of who did it; empty does not filter.
    pub actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Cursor,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    pub next: Cursor,
}

/// One event: who, when, what, to what, on whose behalf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub at: Timestamp,
    /// Who that was, in words, at that time.
    pub actor: String,
    /// On behalf of the whole unit, or of a department of this name.
    pub department: Option<String>,
    /// Name of what was done ([`crate::event::AuditEvent`]); a later release may know others.
    pub event: String,
    /// The id of what it was done to; never personal.
    pub subject: String,
}

/// The load of some days, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadLoadRequest {
    /// `2026-11`
    pub month: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// When it was counted; `None` while it never has been.
    pub counted_at: Option<Timestamp>,
    pub days: Vec<DayLoad>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLoad {
    /// `2026-11-24`
    pub day: String,
    pub cities: Vec<CityLoad>,
}

/// What happened in one city on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityLoad {
    /// `None`: 其他单位.
    pub city: Option<Region>,
    pub submitted: u32,
    pub decided: u32,
    /// Hours from submission to decision, of half of the decisions at most; `None` without a decision.
    pub waited_hours_median: Option<u32>,
}
