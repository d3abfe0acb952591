//! What goes wrong on the way to the functions, in words.

use domain::contract::ErrorBody;
use domain::field_errors::FieldErrors;

pub const SESSION_ENDED: &str = "session_ended";

/// Why a call brought no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// The functions have judged the request and said no.
    Refused(ErrorBody),
    /// Nobody is signed in, or whoever was asked for the password would not give it.
    SessionEnded,
    /// No answer came; nobody knows whether the request had its effect.
    Offline,
    /// It had its effect, and the answer is one that this release of the app cannot read.
    Outdated,
}

impl CallError {
    /// What happened and what to do, for the person.
    pub fn message(&self) -> String {
        match self {
            CallError::Refused(body) => body.fields.only().unwrap_or(&body.message).to_owned(),
            CallError::SessionEnded => "登录已过期，请重新登录".to_owned(),
            CallError::Offline => "暂时连不上服务，请检查网络后重试。已填写的内容不会丢失。".to_owned(),
            CallError::Outdated => "系统已更新，请重新加载页面后继续。已暂存的内容不会丢失。".to_owned(),
        }
    }

    /// Whether sending the very same request again can help.
    pub fn is_worth_repeating(&self) -> bool {
        match self {
            CallError::Refused(body) => matches!(body.code.as_str(), "internal" | "busy"),
            CallError::SessionEnded | CallError::Outdated => false,
            CallError::Offline => true,
        }
    }

    pub fn code(&self) -> &str {
        match self {
            CallError::Refused(body) => &body.code,
            CallError::SessionEnded => SESSION_ENDED,
            CallError::Offline => "offline",
            CallError::Outdated => "outdated",
        }
    }

    pub fn fields(&self) -> FieldErrors {
        match self {
            CallError::Refused(body) => body.fields.clone(),
            _ => FieldErrors::default(),
        }
    }
}
