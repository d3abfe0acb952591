//! Mainland mobile numbers.

use std::{borrow::Cow, fmt};

use crate::field_errors::Mistake;

const DIGITS: usize = 11;

/// A mainland mobile number: 11 digits, `1[3-9]…`.
///
/// Sensitive personal data: `Debug` masks it, and it has neither `Display` nor `Serialize`, so that it cannot slip into a
/// log or an answer by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MobileNumber(String);

impl MobileNumber {
    /// Accepts the eleven digits with spaces and dashes anywhere, with or without `+86` in front.
    pub fn parse(text: &str) -> Result<Self, MobileMistake> {
        let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if typed.is_empty() {
            return Err(MobileMistake::Required);
        }
        let number = typed.strip_prefix("+86").unwrap_or(&typed);
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MobileMistake::Character);
        }
        if number.len() != DIGITS {
            return Err(MobileMistake::Length);
        }
        if !matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]) {
            return Err(MobileMistake::Prefix);
        }
        Ok(Self(number.to_owned()))
    }

    /// `138****8000`.
    pub fn masked(&self) -> String {
        self.0[..3].to_owned() + "****" + &self.0[7..]
    }

    /// The eleven digits in full.
    ///
    /// Named so that every place where the number leaves its protection can be found and justified: encryption, the
    /// keyed hash, and the logged reveal to the owner or a reviewer.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MobileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MobileNumber").field(&format_args!("{}", self.masked())).finish()
    }
}

/// Why a text is no mobile number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MobileMistake {
    Required,
    /// Something other than digits, spaces, dashes and a leading `+86`.
    Character,
    /// Not 11 digits.
    Length,
    /// Does not begin with 13–19.
    Prefix,
}

impl Mistake for MobileMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Character => "character",
            Self::Length => "length",
            Self::Prefix => "prefix",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写手机号",
            Self::Character => "手机号只能包含数字,请去掉其他字符",
            Self::Length => "手机号应为 11 位数字,请核对是否多填或漏填",
            Self::Prefix => "手机号应以 13 至 19 开头,请核对前两位",
        })
    }
}

impl fmt::Display for MobileMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}
