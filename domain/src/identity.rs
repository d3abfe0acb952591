//! Identity numbers of persons.

mod check;
mod kind;

use std::{
    borrow::Cow,
    fmt,
    hash::{Hash, Hasher},
};

use time::{Date, Month};

pub use kind::IdentityKind;

use crate::{field_errors::Mistake, folding, region::is_province_code};

const CARD_CHARACTERS: usize = 18;
const OTHER_CHARACTERS_MIN: usize = 5;
const OTHER_CHARACTERS_MAX: usize = 20;
/// No passport or travel permit is a bare number this long, so such an input is a card number with digits missing or too
/// many, or a phone number in the wrong field.
const BARE_NUMBER_DIGITS_MAX: usize = 10;
/// Nobody who claims hours was born before.
const BIRTH_YEAR_MIN: i32 = 1900;
/// An 18-character input with no more letters than this is a mistyped card number (or a credit code), never a passport.
const MISTYPED_CARD_LETTERS_MAX: usize = 6;
/// Below this, showing four characters at each end would show most of the number.
const MASK_FOUR_CHARACTERS_MIN: usize = 15;

/// A person's identity number, of a form that [`IdentityKind`] names, in the case in which it is stored.
///
/// Sensitive personal data: `Debug` masks it, and it has neither `Display` nor `Serialize`, so that it cannot slip into a
/// log or an answer by accident. Two numbers are equal when they differ in the case of letters only.
///
/// ```compile_fail
/// fn show(number: domain::identity::IdentityNumber) -> String {
///     number.to_string()
/// }
/// ```
/// ```compile_fail
/// fn send(number: domain::identity::IdentityNumber) -> String {
///     serde_json::to_string(&number).unwrap()
/// }
/// ```
#[derive(Clone)]
pub struct IdentityNumber {
    text: String,
    kind: IdentityKind,
}

impl IdentityNumber {
    /// Recognises the form of the number and checks what the form lets check; what people paste around it is
    /// [folded](folding::number).
    ///
    /// - 18 characters as of a resident identity card (GB 11643-1999): province code, date of birth from 1900 to `today`,
    ///   check character; `x` becomes `X`. The prefixes 81, 82, 83 are the residence permits for Hong Kong, Macau and
    ///   Taiwan residents, without a province.
    /// - 18 characters beginning with 9, the foreigner's permanent residence card of 2023: the same checks, with the
    ///   province in characters 2–3.
    /// - 3 letters and 12 digits, that card's older form: the form alone; letters become capitals.
    /// - anything else of 5–20 letters and digits: kept as typed, [unverified](Self::is_verified). What can only be a
    ///   mistyped card number is refused instead of being taken for a passport.
    pub fn parse(text: &str, today: Date) -> Result<Self, IdentityMistake> {
        let folded = folding::number(text);
        let text = folded.as_str();
        if text.is_empty() {
            return Err(IdentityMistake::Required);
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(IdentityMistake::Character);
        }
        if is_meant_as_card(text) {
            let text = text.to_ascii_uppercase();
            let kind = card_kind(&text, today)?;
            return Ok(Self { text, kind });
        }
        if is_old_foreign_card(text) {
            return Ok(Self { text: text.to_ascii_uppercase(), kind: IdentityKind::ForeignPermanentResidentOld });
        }
        if !(OTHER_CHARACTERS_MIN..=OTHER_CHARACTERS_MAX).contains(&text.len()) {
            return Err(IdentityMistake::Length);
        }
        Ok(Self { text: text.to_owned(), kind: IdentityKind::Other })
    }

    /// Completes 17 digits with their check character, and judges the result like [`parse`](Self::parse).
    pub fn from_base17(base: &str, today: Date) -> Result<Self, IdentityMistake> {
        let mut text = base.trim().to_owned();
        if text.is_empty() {
            return Err(IdentityMistake::Required);
        }
        text.push(check::check_character(&text).ok_or(IdentityMistake::Character)?);
        Self::parse(&text, today)
    }

    pub fn kind(&self) -> IdentityKind {
        self.kind
    }

    /// Whether the number's own form vouches for it. A passport's does not.
    pub fn is_verified(&self) -> bool {
        self.kind != IdentityKind::Other
    }

    /// `4501**********002X`; of a number shorter than 15 characters only the first and the last are kept.
    pub fn masked(&self) -> String {
        let kept = if self.text.len() < MASK_FOUR_CHARACTERS_MIN { 1 } else { 4 };
        let hidden = self.text.len() - 2 * kept;
        self.text[..kept].to_owned() + &"*".repeat(hidden) + &self.text[kept + hidden..]
    }

    /// The number in full.
    ///
    /// Named so that every place where it leaves its protection can be found and justified: encryption, and the
    /// logged reveal to the owner or a reviewer.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The number in full and in capitals, to be hashed with a key for lookups, so that a passport typed as `g1…` and as
    /// `G1…` finds the same person.
    pub fn lookup_form(&self) -> String {
        self.text.to_ascii_uppercase()
    }
}

impl PartialEq for IdentityNumber {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

impl Eq for IdentityNumber {}

impl Hash for IdentityNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.lookup_form().hash(state);
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdentityNumber").field(&format_args!("{}", self.masked())).finish()
    }
}

/// Whether letters and digits are an attempt at an 18-character card number, right or wrong.
fn is_meant_as_card(text: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let ends_in_x = text.ends_with(['x', 'X']);
    let bare_number = letters == usize::from(ends_in_x);
    (text.len() == CARD_CHARACTERS && letters <= MISTYPED_CARD_LETTERS_MAX)
        || (text.len() > BARE_NUMBER_DIGITS_MAX && bare_number)
}

fn is_old_foreign_card(text: &str) -> bool {
    text.len() == 15
        && text[..3].bytes().all(|byte| byte.is_ascii_alphabetic())
        && text[3..].bytes().all(|byte| byte.is_ascii_digit())
}

/// Judges capital letters and digits as a card number, from what is easiest to see to what is hardest.
fn card_kind(text: &str, today: Date) -> Result<IdentityKind, IdentityMistake> {
    if text.len() != CARD_CHARACTERS {
        return Err(IdentityMistake::Length);
    }
    let (base, last) = text.split_at(CARD_CHARACTERS - 1);
    let right_check = check::check_character(base).ok_or(IdentityMistake::Character)?;
    let last = last.chars().next().filter(|last| last.is_ascii_digit() || *last == 'X');
    let last = last.ok_or(IdentityMistake::Character)?;
    let (kind, province) = match &base[..2] {
        "81" => (IdentityKind::HongKongResident, None),
        "82" => (IdentityKind::MacauResident, None),
        "83" => (IdentityKind::TaiwanResident, None),
        prefix if prefix.starts_with('9') => (IdentityKind::ForeignPermanentResident, Some(&base[1..3])),
        prefix => (IdentityKind::Resident, Some(prefix)),
    };
    if province.is_some_and(|province| !is_province_code(province)) {
        return Err(IdentityMistake::Region);
    }
    if birth_date(&base[6..14]).is_none_or(|born| born.year() < BIRTH_YEAR_MIN || born > today) {
        return Err(IdentityMistake::BirthDate);
    }
    if last != right_check {
        return Err(IdentityMistake::CheckCharacter);
    }
    Ok(kind)
}

/// Whether a text is a resident's number by its region, its date of birth and its check character, whatever the day.
pub fn is_resident_number(text: &str) -> bool {
    text.is_ascii() && card_kind(text, Date::MAX) == Ok(IdentityKind::Resident)
}

/// The date of `YYYYMMDD`, if there is such a day.
fn birth_date(digits: &str) -> Option<Date> {
    let month = Month::try_from(digits[4..6].parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(digits[..4].parse().ok()?, month, digits[6..].parse().ok()?).ok()
}

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityMistake {
    Required,
    /// Something other than ASCII letters and digits, or a letter where a card number has a digit.
    Character,
    /// A card number of other than 18 characters, or another number of other than 5–20.
    Length,
    /// No such province.
    Region,
    /// No such date of birth, or one before 1900 or in the future.
    BirthDate,
    /// The last character does not fit the others.
    CheckCharacter,
}

impl Mistake for IdentityMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Character => "character",
            Self::Length => "length",
            Self::Region => "region",
            Self::BirthDate => "birth_date",
            Self::CheckCharacter => "check_character",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写证件号码",
            Self::Character => "证件号码只含数字和字母，请删去其他字符",
            Self::Length => "证件号码位数不对：身份证号应为 18 位，护照号为 5 至 20 位，请核对是否多填或漏填",
            Self::Region => "证件号码中的省份代码不存在，请核对前几位",
            Self::BirthDate => "证件号码中的出生日期不正确，请核对第 7 至 14 位",
            Self::CheckCharacter => "证件号码校验不通过，请对照证件逐位核对",
        })
    }
}

impl fmt::Display for IdentityMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

#[cfg(test)]
mod tests;
