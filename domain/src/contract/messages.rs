//! Requests and responses about messages (消息).

use serde::{Deserialize, Serialize};

use super::Cursor;
use crate::hours::Hours;
use crate::id::RegistrationId;
use crate::timestamp::Timestamp;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListMessagesRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Cursor,
}

/// Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePage {
    pub messages: Vec<Message>,
    /// How many messages there have been at this moment; what [`MarkMessagesRequest`] tells back.
    pub count: u32,
    pub next: Cursor,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub at: Timestamp,
    pub unread: bool,
    pub about: About,
}

/// What a message tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// 通过认定
    Approved {
        registration: RegistrationId,
        title: String,
        approved_hours: Hours,
        claimed_hours: Hours,
        /// Why fewer hours than claimed were approved.
        reason: Option<String>,
    },
    /// 不予认定
    Rejected { registration: RegistrationId, title: String, opinion: String },
    /// An approved registration was deleted by the reviewing unit's chief.
    Deleted { title: String, reason: String, hours: Hours, year: i32, certificate_void: bool },
    /// A learning platform took hours back, and the year's certificate became void by it.
    CertificateVoid { year: i32, platform: String },
    /// An administrator made a one-time code for the account.
    CodeIssued { by: String },
    /// A new password was set by a one-time code.
    PasswordReset,
    /// A credited year closes soon for registration.
    WindowCloses { year: i32, closes_at: Timestamp },
}

/// Marks everything read that there was when a page was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkMessagesRequest {
    /// [`MessagePage::count`]
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesMarked {
    pub unread: u32,
}
