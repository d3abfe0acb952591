//! Credit hours, wall time, and the hours that a period is worth.

mod half_day;
mod period;
mod wall_time;

use std::{borrow::Cow, fmt, iter::Sum, ops::Add};

use serde::{Deserialize, Serialize};

pub use half_day::HalfDay;
pub use period::{HOURS_PER_HALF_DAY, Period, PeriodMistake};
pub use wall_time::{WallTime, WallTimeMistake, date_text, parse_date};

use crate::field_errors::Mistake;
use crate::folding;

/// Credit hours (学时) with one decimal place, held as a whole number of tenths and never as a float.
///
/// On the wire it is that integer: 16.5 学时 is `165`. Bounds of a single claim live in [`limits`](crate::limits);
/// a total may be larger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hours(u32);

impl Hours {
    pub const ZERO: Self = Self(0);

    /// Hours from tenths: `from_tenths(165)` is 16.5 学时.
    pub const fn from_tenths(tenths: u32) -> Self {
        Self(tenths)
    }

    pub const fn tenths(self) -> u32 {
        self.0
    }

    /// Whole hours.
    ///
    /// # Panics
    /// Above 429,496,729 hours, which is beyond what tenths in 32 bits hold.
    pub const fn whole(hours: u32) -> Self {
        match hours.checked_mul(10) {
            Some(tenths) => Self(tenths),
            None => panic!("hours out of range"),
        }
    }

    /// Reads what a person typed or a program wrote: digits, at most one decimal that counts (`7.50` is 7.5).
    ///
    /// What people paste is [folded](folding::number), and the point that a Chinese input method types (`。`) is one. There
    /// is no sign, so a negative figure is [`HoursMistake::NotANumber`].
    pub fn parse(text: &str) -> Result<Self, HoursMistake> {
        let text = folding::number(text);
        if text.is_empty() {
            return Err(HoursMistake::Required);
        }
        let (whole, decimals) = match text.split_once(['.', '。']) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text.as_str(), None),
        };
        if whole.is_empty() || decimals == Some("") {
            return Err(HoursMistake::NotANumber);
        }
        let decimals = decimals.unwrap_or("0");
        if !whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(HoursMistake::NotANumber);
        }
        let (tenth, rest) = decimals.split_at(1);
        if rest.bytes().any(|digit| digit != b'0') {
            return Err(HoursMistake::TooPrecise);
        }
        whole
            .bytes()
            .chain(tenth.bytes())
            .try_fold(0_u32, |tenths, digit| tenths.checked_mul(10)?.checked_add(u32::from(digit - b'0')))
            .map(Self)
            .ok_or(HoursMistake::TooLarge)
    }

    /// The sum, or nothing where it would leave the range of tenths in 32 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or nothing where it would be negative.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// Adds exactly.
///
/// # Panics
/// Where the sum leaves the range of tenths in 32 bits: a wrong total is worse than none.
impl Add for Hours {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.checked_add(other).expect("a sum of hours stays within tenths in 32 bits")
    }
}

/// Adds up exactly, with the panic of [`Add`].
impl Sum for Hours {
    fn sum<I: Iterator<Item = Self>>(hours: I) -> Self {
        hours.fold(Self::ZERO, Self::add)
    }
}

/// `16` for whole hours, `16.5` otherwise, without a unit.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

/// Why a text is no number of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursMistake {
    Required,
    NotANumber,
    /// More than one decimal place.
    TooPrecise,
    /// Beyond tenths in 32 bits. The much lower limit of a claim is judged by the claim.
    TooLarge,
}

impl Mistake for HoursMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotANumber => "not_a_number",
            Self::TooPrecise => "too_precise",
            Self::TooLarge => "too_large",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写学时",
            Self::NotANumber => "学时应为数字，请填写例如 16 或 16.5",
            Self::TooPrecise => "学时最多一位小数，请填写例如 16.5",
            Self::TooLarge => "学时过大，请核对后重新填写",
        })
    }
}

impl fmt::Display for HoursMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        for (text, tenths) in [
            ("16", 160),
            ("16.5", 165),
            (" 16.0 ", 160),
            ("0", 0),
            ("0.1", 1),
            ("007", 70),
            ("999.9", 9_999),
            ("\u{FF11}\u{FF16}", 160),
            ("\u{FF11}\u{FF16}\u{FF0E}\u{FF15}", 165),
            ("16。5", 165),
            ("\u{3000}8", 80),
            ("1 6", 160),
            ("16.00", 160),
            ("7.50", 75),
            ("1.50", 15),
            ("'16", 160),
            ("=\"16\"", 160),
        ] {
            assert_eq!(Hours::parse(text), Ok(Hours::from_tenths(tenths)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_of_hours_is_refused_with_its_reason() {
        for (text, mistake) in [
            ("", HoursMistake::Required),
            ("  ", HoursMistake::Required),
            ("-1", HoursMistake::NotANumber),
            ("+1", HoursMistake::NotANumber),
            ("1e3", HoursMistake::NotANumber),
            ("16学时", HoursMistake::NotANumber),
            ("16.", HoursMistake::NotANumber),
            (".5", HoursMistake::NotANumber),
            (".", HoursMistake::NotANumber),
            ("1.2.3", HoursMistake::NotANumber),
            ("16.25", HoursMistake::TooPrecise),
            ("16.05", HoursMistake::TooPrecise),
            ("429496729.6", HoursMistake::TooLarge),
            ("99999999999999999999", HoursMistake::TooLarge),
        ] {
            assert_eq!(Hours::parse(text), Err(mistake), "{text}");
        }
        assert_eq!(Hours::parse("429496729.5"), Ok(Hours::from_tenths(u32::MAX)));
    }

    #[test]
    fn hours_travel_as_tenths() {
        assert_eq!(serde_json::to_string(&Hours::from_tenths(165)).unwrap(), "165");
        assert_eq!(serde_json::from_str::<Hours>("165").unwrap(), Hours::from_tenths(165));
        assert!(serde_json::from_str::<Hours>("16.5").is_err());
        assert!(serde_json::from_str::<Hours>("-1").is_err());
    }

    #[test]
    fn arithmetic_never_wraps() {
        let most = Hours::from_tenths(u32::MAX);
        assert_eq!(most.checked_add(Hours::from_tenths(1)), None);
        assert_eq!(Hours::ZERO.checked_sub(Hours::from_tenths(1)), None);
        assert_eq!(Hours::whole(20).checked_sub(Hours::from_tenths(5)), Some(Hours::from_tenths(195)));
        assert_eq!([Hours::whole(16), Hours::from_tenths(5)].into_iter().sum::<Hours>(), Hours::from_tenths(165));
        assert!(std::panic::catch_unwind(|| most + most).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_shown_is_read_back(tenths: u32) {
            let hours = Hours::from_tenths(tenths);
            prop_assert_eq!(Hours::parse(&hours.to_string()), Ok(hours));
        }

        #[test]
        fn any_text_is_judged_without_a_panic(text in "\\PC{0,12}") {
            let _ = Hours::parse(&text);
        }
    }
}
