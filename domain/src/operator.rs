//! Operators (平台管理员): who runs the platform. They sign in with a name, a password and a code of their device.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::account::person_name;
use crate::field_errors::{FieldErrors, Mistake};
use crate::limits::{OPERATOR_LOGIN_CHARACTERS_MAX, OPERATOR_LOGIN_CHARACTERS_MIN};

/// What an operator signs in with: letters, digits, dots and hyphens; capitals do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperatorLogin(String);

impl OperatorLogin {
    pub fn parse(typed: &str) -> Result<Self, OperatorLoginMistake> {
        let login = typed.trim().to_ascii_lowercase();
        let length = OPERATOR_LOGIN_CHARACTERS_MIN..=OPERATOR_LOGIN_CHARACTERS_MAX;
        let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
        if length.contains(&login.len()) && login.bytes().all(is_sign) {
            Ok(Self(login))
        } else {
            Err(OperatorLoginMistake)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorLoginMistake;

impl Mistake for OperatorLoginMistake {
    fn code(&self) -> &'static str {
        "malformed"
    }

    fn message(&self) -> Cow<'static, str> {
        format!("登录名为 {OPERATOR_LOGIN_CHARACTERS_MIN}–{OPERATOR_LOGIN_CHARACTERS_MAX} 个字母、数字、点或连字符")
            .into()
    }
}

/// A new operator, as the one-off command is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorForm {
    pub login: String,
    pub name: String,
    /// Beside those that there are; else only the first one is made.
    #[serde(default)]
    pub another: bool,
}

impl OperatorForm {
    /// Reports all mistakes at once.
    pub fn parse(&self) -> Result<(OperatorLogin, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.keep("login", OperatorLogin::parse(&self.login));
        let name = errors.keep("name", person_name(&self.name));
        errors.finish(|| (login.expect("no mistake was noted"), name.expect("no mistake was noted")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_short_and_plain() {
        assert_eq!(OperatorLogin::parse(" Huang.Feng-2 ").expect("a login").as_str(), "huang.feng-2");
        for wrong in ["", "ab", "黄锋", "huang feng", "huang#1", &"a".repeat(33)] {
            assert_eq!(OperatorLogin::parse(wrong), Err(OperatorLoginMistake), "{wrong}");
        }
    }

    #[test]
    fn mistakes_are_told_together() {
        let errors = OperatorForm::default().parse().expect_err("nothing is there");
        assert_eq!(errors.len(), 2);
    }
}
