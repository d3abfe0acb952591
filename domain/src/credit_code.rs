//! Unified social credit codes (统一社会信用代码).

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::{field_errors::Mistake, region::Region};

/// The alphabet of GB 32100-2015, section 4: digits and capitals without I, O, S, V, Z. A character's place is its value.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CHARACTERS: usize = 18;

/// A unit's unified social credit code: 18 characters, the last of which checks the others (GB 32100-2015).
///
/// A credit code is public, so it is shown and sent in full; the wire form is the string.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

impl CreditCode {
    /// Accepts lower case, which is raised, and spaces around the code.
    pub fn parse(text: &str) -> Result<Self, CreditCodeMistake> {
        let code = text.trim().to_ascii_uppercase();
        if code.is_empty() {
            return Err(CreditCodeMistake::Required);
        }
        if !code.bytes().all(|byte| value(byte).is_some()) {
            return Err(CreditCodeMistake::Character);
        }
        if code.len() != CHARACTERS {
            return Err(CreditCodeMistake::Length);
        }
        let (base, check) = code.split_at(CHARACTERS - 1);
        if check_character(base) != check.chars().next() {
            return Err(CreditCodeMistake::CheckCharacter);
        }
        Ok(Self(code))
    }

    /// Completes the first 17 characters with their check character.
    pub fn from_base17(base: &str) -> Result<Self, CreditCodeMistake> {
        let mut code = base.trim().to_ascii_uppercase();
        if code.is_empty() {
            return Err(CreditCodeMistake::Required);
        }
        code.push(check_character(&code).ok_or(CreditCodeMistake::Character)?);
        Self::parse(&code)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Characters 3–8: the GB/T 2260 code of the region in which the unit was registered.
    pub fn region_prefix(&self) -> &str {
        &self.0[2..8]
    }

    /// The smallest known region that [`region_prefix`](Self::region_prefix) lies in, to prefill 单位属地.
    pub fn region(&self) -> Option<Region> {
        Region::covering(self.region_prefix())
    }
}

fn value(byte: u8) -> Option<u32> {
    ALPHABET.iter().position(|letter| *letter == byte).map(|place| place as u32)
}

/// The check character of GB 32100-2015: weights 3^(i-1) mod 31, complement to 31. Nothing where a character is foreign.
fn check_character(base: &str) -> Option<char> {
    let mut weight = 1;
    let mut sum = 0;
    for byte in base.bytes() {
        sum += value(byte)? * weight;
        weight = weight * 3 % 31;
    }
    Some(char::from(ALPHABET[((31 - sum % 31) % 31) as usize]))
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeMistake;

    fn try_from(text: String) -> Result<Self, CreditCodeMistake> {
        Self::parse(&text)
    }
}

/// Why a text is no unified social credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditCodeMistake {
    Required,
    /// A character outside the alphabet: not a digit or a capital, or one of I, O, S, V, Z.
    Character,
    /// Not 18 characters.
    Length,
    /// The last character does not fit the others.
    CheckCharacter,
}

impl Mistake for CreditCodeMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Character => "character",
            Self::Length => "length",
            Self::CheckCharacter => "check_character",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写统一社会信用代码",
            Self::Character => {
                "统一社会信用代码只含半角数字和大写字母,且不含 I、O、S、V、Z,请核对是否与 1、0、5、U、2 混淆"
            }
            Self::Length => "统一社会信用代码应为 18 位,请核对是否多填或漏填",
            Self::CheckCharacter => "统一社会信用代码校验不通过,请对照证照逐位核对",
        })
    }
}

impl fmt::Display for CreditCodeMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}
