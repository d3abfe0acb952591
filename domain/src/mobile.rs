//! Mainland mobile numbers.

use std::{borrow::Cow, fmt};

use crate::{field_errors::Mistake, folding};

const DIGITS: usize = 11;

/// A mainland mobile number: 11 digits, `1[3-9]…`.
///
/// Sensitive personal data: `Debug` masks it, and it has neither `Display` nor `Serialize`, so that it cannot slip into a
/// log or an answer by accident.
///
/// ```compile_fail
/// fn show(number: domain::mobile::MobileNumber) -> String {
///     number.to_string()
/// }
/// ```
/// ```compile_fail
/// fn send(number: domain::mobile::MobileNumber) -> String {
///     serde_json::to_string(&number).unwrap()
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MobileNumber(String);

impl MobileNumber {
    /// Accepts the eleven digits as they are pasted ([folded](folding::number)), with dashes anywhere, with or without
    /// `+86` in front.
    pub fn parse(text: &str) -> Result<Self, MobileMistake> {
        let typed: String = folding::number(text).chars().filter(|sign| *sign != '-').collect();
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
            Self::Character => "手机号只能包含数字，请去掉其他字符",
            Self::Length => "手机号应为 11 位数字，请核对是否多填或漏填",
            Self::Prefix => "手机号应以 13 至 19 开头，请核对前两位",
        })
    }
}

impl fmt::Display for MobileMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "13800138000",
            " 138 0013 8000 ",
            "138-0013-8000",
            "+8613800138000",
            "+86 138 0013 8000",
            "+86-138-0013-8000",
            "138\u{3000}00138000",
            "\u{FF11}3800138000",
            "\u{202D}138 0013 8000\u{202C}",
            "'13800138000",
        ] {
            assert_eq!(MobileNumber::parse(text).unwrap().expose(), "13800138000", "{text}");
        }
    }

    #[test]
    fn what_is_no_mobile_number_is_refused_with_its_reason() {
        for (text, mistake) in [
            ("", MobileMistake::Required),
            (" - ", MobileMistake::Required),
            ("+8613800138000x", MobileMistake::Character),
            ("+1 3800138000", MobileMistake::Character),
            ("1380013800+86", MobileMistake::Character),
            ("+86+8613800138000", MobileMistake::Character),
            ("1380013800", MobileMistake::Length),
            ("138001380001", MobileMistake::Length),
            ("8613800138000", MobileMistake::Length),
            ("+86", MobileMistake::Length),
            ("12800138000", MobileMistake::Prefix),
            ("23800138000", MobileMistake::Prefix),
            ("01380013800", MobileMistake::Prefix),
        ] {
            assert_eq!(MobileNumber::parse(text), Err(mistake), "{text}");
        }
    }

    #[test]
    fn masks_hide_the_middle() {
        let number = MobileNumber::parse("13800138000").unwrap();
        assert_eq!(number.masked(), "138****8000");
        assert_eq!(format!("{number:?}"), "MobileNumber(138****8000)");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn right_numbers_are_kept(number in "1[3-9][0-9]{9}") {
            let parsed = MobileNumber::parse(&number).unwrap();
            prop_assert_eq!(parsed.expose(), number);
        }

        #[test]
        fn any_text_is_judged_without_a_panic(text in "[+]?\\PC{0,16}") {
            let _ = MobileNumber::parse(&text);
        }
    }
}
