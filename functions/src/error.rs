//! Everything that is not a success. What of it goes out, and with which status, is said in `http::response` alone.

use std::fmt::Display;

use domain::contract::SESSION_CHANGED;
use domain::field_errors::{FieldErrors, Mistake};
use domain::id::MalformedId;
use domain::review::Refusal;

/// Why a request has no success to answer with. The outside sees a stable code and a sentence; the inside of
/// [`Error::Internal`] is for the log alone.
#[derive(Debug)]
pub enum Error {
    /// The request is not of its endpoint's shape: no browser of ours sent it.
    Malformed(&'static str),
    /// Values that break rules, each named beside its field.
    Invalid(FieldErrors),
    /// No session, or one that has ended.
    SessionEnded,
    /// The page was opened for another account than the one whose session the browser has now.
    SessionChanged,
    /// Wrong password, or no such account: the two look alike.
    WrongCredentials,
    /// The same for an operator: the name, the password or the code of the device is wrong, or the code was used before.
    WrongOperatorCredentials,
    /// Too many wrong passwords; tries again after so many seconds.
    Locked {
        seconds: i64,
    },
    /// Everything but the change of password waits until an initial one is replaced.
    MustChangePassword,
    /// It does not exist, or is not the caller's: the two look alike.
    NotFound,
    /// The request is understood and allowed, but what it found does not let it happen.
    Conflict {
        code: &'static str,
        message: String,
    },
    ForeignOrigin,
    /// No platform's key, or not its signature: the two look alike.
    WrongSignature,
    /// The right signature, of another time than now.
    SignatureExpired,
    TooLarge,
    /// The time of the request is over; whether something has changed is not known, and a repeat is safe.
    TimedOut,
    /// Others are writing the same place, or the table is throttled; nothing has changed.
    Busy,
    Internal(String),
}

impl Error {
    /// Something that should not have happened; `cause` goes to the log, never to the outside.
    pub fn internal(cause: impl Display) -> Self {
        Self::Internal(cause.to_string())
    }

    pub fn invalid(path: &'static str, mistake: &impl Mistake) -> Self {
        let mut errors = FieldErrors::default();
        errors.note(path, mistake);
        Self::Invalid(errors)
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed_request",
            Self::Invalid(_) => "invalid_input",
            Self::SessionEnded => "session_ended",
            Self::SessionChanged => SESSION_CHANGED,
            Self::WrongCredentials | Self::WrongOperatorCredentials => "wrong_credentials",
            Self::Locked { .. } => "locked",
            Self::MustChangePassword => "must_change_password",
            Self::NotFound => "not_found",
            Self::Conflict { code, .. } => code,
            Self::ForeignOrigin => "foreign_origin",
            Self::WrongSignature => "wrong_signature",
            Self::SignatureExpired => "signature_expired",
            Self::TooLarge => "too_large",
            Self::TimedOut => "timed_out",
            Self::Busy => "busy",
            Self::Internal(_) => "internal",
        }
    }

    pub fn message(&self) -> String {
        match self {
            Self::Malformed(_) => "请求的格式不对。在浏览器中请刷新页面后再试；程序调用请对照接口说明".to_owned(),
            Self::Invalid(errors) => format!("有 {} 处需要修改", errors.len()),
            Self::SessionEnded => "登录已过期，请重新登录，已填写的内容不会丢失".to_owned(),
            Self::SessionChanged => {
                "本浏览器已改由其他账号登录，没有作任何更改。已填写的内容留给原来的账号，请重新加载页面".to_owned()
            }
            Self::WrongCredentials => "证件号码或密码不正确。忘记密码请联系单位管理员重置".to_owned(),
            Self::WrongOperatorCredentials => {
                "登录名、密码或动态口令不正确。每个动态口令只能使用一次，请等待下一个".to_owned()
            }
            Self::Locked { seconds } if *seconds > 60 => {
                format!("密码错误次数太多，请在 {} 分钟后再试", seconds.div_euclid(60) + 1)
            }
            Self::Locked { seconds } => format!("密码错误次数太多，请在 {seconds} 秒后再试"),
            Self::MustChangePassword => "首次登录请先修改初始密码".to_owned(),
            Self::NotFound => Refusal::NotYours.message().into_owned(),
            Self::Conflict { message, .. } => message.clone(),
            Self::ForeignOrigin => "请求不是从本网站发出的，请从首页重新进入".to_owned(),
            Self::WrongSignature => "签名不正确，请核对推送地址中的密钥编号、密钥和签名方法".to_owned(),
            Self::SignatureExpired => "签名的时间与服务器相差超过 5 分钟，请校准时钟后重新签名".to_owned(),
            Self::TooLarge => "提交的内容太大，请减少后再试".to_owned(),
            Self::TimedOut => "处理时间太长，还不知道是否已经完成。请重试，重复提交不会生效两次".to_owned(),
            Self::Busy => "现在使用的人太多，没有作任何更改，请稍后重试".to_owned(),
            Self::Internal(_) => "系统出了问题，没有作任何更改，请稍后重试".to_owned(),
        }
    }

    /// The inside of it, for the log alone.
    pub fn cause(&self) -> Option<String> {
        match self {
            Self::Internal(cause) => Some(cause.clone()),
            Self::Malformed(what) => Some((*what).to_owned()),
            _ => None,
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<MalformedId> for Error {
    fn from(_: MalformedId) -> Self {
        Self::Malformed("identifier")
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotYours => Self::NotFound,
            other => Self::Conflict { code: other.code(), message: other.message().into_owned() },
        }
    }
}
