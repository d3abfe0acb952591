//! Accounts: signing up, passwords, what may sign in.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::field_errors::{FieldErrors, Mistake};
use crate::folding;
use crate::id::{DepartmentId, UnitId};
use crate::identity::IdentityNumber;
use crate::limits::{PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN, PERSON_NAME_CHARACTERS_MAX};
use crate::mobile::MobileNumber;

/// 个人注册, as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUpForm {
    pub name: String,
    pub identity_number: String,
    pub mobile: String,
    pub password: String,
    pub unit: Option<UnitId>,
    pub department: Option<DepartmentId>,
}

/// 姓名: 1 to 50 characters, [folded](folding::name). Refuses what no identity card holds: a turn of the direction of
/// writing, under which a name is shown as another one, and pictographs.
pub fn person_name(typed: &str) -> Result<String, NameMistake> {
    let name = folding::name(typed);
    match name.chars().count() {
        0 => Err(NameMistake::Required),
        _ if folding::holds_override(&name) => Err(NameMistake::Direction),
        _ if folding::holds_pictograph(&name) => Err(NameMistake::Pictograph),
        length if length > PERSON_NAME_CHARACTERS_MAX => Err(NameMistake::TooLong),
        _ => Ok(name),
    }
}

/// Why a text is no person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameMistake {
    /// Nothing, or nothing that can be seen.
    Required,
    TooLong,
    /// Holds a character that turns the direction of writing.
    Direction,
    /// Holds an emoji or another picture.
    Pictograph,
}

impl Mistake for NameMistake {
    fn code(&self) -> &'static str {
        match self {
            NameMistake::Required => "required",
            NameMistake::TooLong => "too_long",
            NameMistake::Direction | NameMistake::Pictograph => "character",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            NameMistake::Required => "请填写姓名".into(),
            NameMistake::TooLong => format!("姓名最多 {PERSON_NAME_CHARACTERS_MAX} 字，请缩短").into(),
            NameMistake::Direction => "姓名中有改变文字方向的不可见字符，请删去后重新输入姓名".into(),
            NameMistake::Pictograph => "姓名中不能有表情或图形符号，请按证件填写".into(),
        }
    }
}

/// A sign-up that keeps every rule. Only [`SignUpForm::parse`] makes one.
#[non_exhaustive]
pub struct SignUp {
    pub name: String,
    pub identity_number: IdentityNumber,
    pub mobile: MobileNumber,
    pub password: Password,
    pub unit: UnitId,
    pub department: Option<DepartmentId>,
}

impl SignUpForm {
    /// Reports all mistakes at once, in the order of the form.
    pub fn parse(&self, today: Date) -> Result<SignUp, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", person_name(&self.name));
        let identity_number = errors.keep("identity_number", IdentityNumber::parse(&self.identity_number, today));
        let mobile = errors.keep("mobile", MobileNumber::parse(&self.mobile));
        let password = errors.keep("password", Password::parse(&self.password, &self.identity_number));
        if self.unit.is_none() {
            errors.push("unit", "required", "请选择所在单位，没有单位请选“其他单位”");
        }
        errors.finish(|| SignUp {
            name: name.expect("no mistake was noted"),
            identity_number: identity_number.expect("no mistake was noted"),
            mobile: mobile.expect("no mistake was noted"),
            password: password.expect("no mistake was noted"),
            unit: self.unit.clone().expect("no mistake was noted"),
            department: self.department.clone(),
        })
    }
}

/// A password that somebody chose: 8 to 128 characters of any kind, not trivial (NIST SP 800-63B, 3.1.1.2: length
/// and a blocklist instead of rules of composition).
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// `identity_number` is what was typed beside it: a password must not be a part of it.
    pub fn parse(typed: &str, identity_number: &str) -> Result<Self, PasswordMistake> {
        let characters = typed.chars().count();
        if characters == 0 {
            return Err(PasswordMistake::Required);
        }
        if characters < PASSWORD_CHARACTERS_MIN {
            return Err(PasswordMistake::TooShort);
        }
        if characters > PASSWORD_CHARACTERS_MAX {
            return Err(PasswordMistake::TooLong);
        }
        let lower = typed.to_ascii_lowercase();
        let few_kinds = {
            let mut kinds: Vec<char> = lower.chars().collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds.len() <= 2
        };
        let in_identity = identity_number.trim().to_ascii_lowercase().contains(&lower);
        if few_kinds || in_identity || is_run(&lower) || COMMON.contains(&lower.as_str()) {
            return Err(PasswordMistake::TooCommon);
        }
        Ok(Self(typed.to_owned()))
    }

    /// The plain password, for hashing only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A one-time code (启用码或重置码) that an administrator hands over works for three days.
pub const ONE_TIME_CODE_SECONDS: i64 = 3 * 24 * 60 * 60;
/// Of 32 signs: 60 bits.
const ONE_TIME_CODE_CHARACTERS: usize = 12;

/// A one-time code as people write it: capitals or not, with or without dashes and blanks, o for 0, i and l for 1.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

impl OneTimeCode {
    pub fn from_bits(bits: u128) -> Self {
        let spelled = crate::id::spell(bits);
        Self(spelled[spelled.len() - ONE_TIME_CODE_CHARACTERS..].to_owned())
    }

    pub fn parse(typed: &str) -> Result<Self, OneTimeCodeMistake> {
        let typed = folding::number(typed);
        let code: String = typed
            .chars()
            .filter(|sign| *sign != '-')
            .map(|sign| match sign.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            })
            .collect();
        if code.is_empty() {
            return Err(OneTimeCodeMistake::Required);
        }
        let right =
            code.len() == ONE_TIME_CODE_CHARACTERS && code.bytes().all(|byte| crate::id::ID_CHARACTERS.contains(&byte));
        if right { Ok(Self(code)) } else { Err(OneTimeCodeMistake::Form) }
    }

    /// For hashing alone.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `7k3m-9q2x-04tn`: shown once, to who hands it over.
    pub fn shown(&self) -> String {
        format!("{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OneTimeCodeMistake {
    Required,
    Form,
}

impl Mistake for OneTimeCodeMistake {
    fn code(&self) -> &'static str {
        match self {
            OneTimeCodeMistake::Required => "required",
            OneTimeCodeMistake::Form => "malformed",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            OneTimeCodeMistake::Required => "请填写启用码或重置码".into(),
            OneTimeCodeMistake::Form => "启用码或重置码为 12 位字母和数字，请核对".into(),
        }
    }
}

/// 使用启用码或重置码, as typed: sets a password, whether or not there was one before.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RedeemForm {
    pub identity_number: String,
    pub code: String,
    pub password: String,
}

impl RedeemForm {
    /// Reports all mistakes at once, in the order of the form.
    pub fn parse(&self, today: Date) -> Result<(IdentityNumber, OneTimeCode, Password), FieldErrors> {
        let mut errors = FieldErrors::default();
        let identity_number = errors.keep("identity_number", IdentityNumber::parse(&self.identity_number, today));
        let code = errors.keep("code", OneTimeCode::parse(&self.code));
        let password = errors.keep("password", Password::parse(&self.password, &self.identity_number));
        errors.finish(|| {
            (
                identity_number.expect("no mistake was noted"),
                code.expect("no mistake was noted"),
                password.expect("no mistake was noted"),
            )
        })
    }
}

/// `12345678`, `abcdefgh` and the like, up or down.
fn is_run(text: &str) -> bool {
    let codes: Vec<i32> = text.chars().map(|c| c as i32).collect();
    let steps = |step: i32| codes.windows(2).all(|pair| pair[1] - pair[0] == step);
    steps(1) || steps(-1)
}

/// The commonest passwords of eight characters and more, after the published lists of leaked ones.
const COMMON: [&str; 14] = [
    "password",
    "password1",
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "qwertyui",
    "qwertyuiop",
    "1q2w3e4r",
    "1qaz2wsx",
    "a1234567",
    "a12345678",
    "woaini1314",
    "5201314520",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordMistake {
    Required,
    TooShort,
    TooLong,
    TooCommon,
}

impl Mistake for PasswordMistake {
    fn code(&self) -> &'static str {
        match self {
            PasswordMistake::Required => "required",
            PasswordMistake::TooShort => "too_short",
            PasswordMistake::TooLong => "too_long",
            PasswordMistake::TooCommon => "too_common",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            PasswordMistake::Required => "请填写密码".into(),
            PasswordMistake::TooShort => "密码至少 8 个字符，可以是一句好记的话".into(),
            PasswordMistake::TooLong => "密码最多 128 个字符".into(),
            PasswordMistake::TooCommon => "这个密码太容易猜到，请换一个".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_written_down() {
        let code = OneTimeCode::from_bits(0x0123_4567_89ab_cdef_0123_4567);
        let again = |typed: &str| OneTimeCode::parse(typed).map(|read| read == code);
        assert_eq!(again(&code.shown()), Ok(true));
        assert_eq!(again(&code.shown().to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l")), Ok(true));
        assert_eq!(OneTimeCode::parse(" - ").err(), Some(OneTimeCodeMistake::Required));
        assert_eq!(OneTimeCode::parse("7k3m-9q2x").err(), Some(OneTimeCodeMistake::Form));
    }

    fn judged(password: &str) -> Result<(), PasswordMistake> {
        Password::parse(password, "450103198802290121").map(|_| ())
    }

    #[test]
    fn length_counts_and_what_anyone_would_guess_does_not_pass() {
        assert_eq!(judged(""), Err(PasswordMistake::Required));
        assert_eq!(judged("七个字的密码啊"), Err(PasswordMistake::TooShort));
        assert_eq!(judged("八个字的密码正好"), Ok(()));
        assert_eq!(judged(&"长句子".repeat(43)), Err(PasswordMistake::TooLong));
        for guessed in ["12345678", "87654321", "abcdefgh", "aaaaaaaa", "abababab", "Password1", "19880229", "29012101"]
        {
            let expected = if guessed == "29012101" { Ok(()) } else { Err(PasswordMistake::TooCommon) };
            assert_eq!(judged(guessed), expected, "{guessed}");
        }
    }
}
