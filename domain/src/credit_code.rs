//! Unified social credit codes (统一社会信用代码).

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::{field_errors::Mistake, folding, identity::is_resident_number, region::Region};

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
    /// Accepts what people paste ([folded](folding::number)) in either case. Refuses somebody's identity number: of both
    /// forms there are 18 characters, and people who have no credit code at hand type the other.
    pub fn parse(text: &str) -> Result<Self, CreditCodeMistake> {
        let code = Self::well_formed(text)?;
        if code.is_checked() { Ok(code) } else { Err(CreditCodeMistake::CheckCharacter) }
    }

    /// The same for a code that need not check: some that were given before 2016 don't, and are real all the same. An
    /// operator alone enters one; whoever signs in with one types it like any other.
    pub fn well_formed(text: &str) -> Result<Self, CreditCodeMistake> {
        let code = folding::number(text).to_ascii_uppercase();
        if code.is_empty() {
            return Err(CreditCodeMistake::Required);
        }
        if !code.bytes().all(|byte| value(byte).is_some()) {
            return Err(CreditCodeMistake::Character);
        }
        if code.len() != CHARACTERS {
            return Err(CreditCodeMistake::Length);
        }
        if is_resident_number(&code) {
            return Err(CreditCodeMistake::IdentityNumber);
        }
        Ok(Self(code))
    }

    /// Whether the last character fits the others.
    pub fn is_checked(&self) -> bool {
        let (base, check) = self.0.split_at(CHARACTERS - 1);
        check_character(base) == check.chars().next()
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
        Self::well_formed(&text)
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
    /// A resident's identity number.
    IdentityNumber,
}

impl Mistake for CreditCodeMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Character => "character",
            Self::Length => "length",
            Self::CheckCharacter => "check_character",
            Self::IdentityNumber => "identity_number",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写统一社会信用代码",
            Self::Character => {
                "统一社会信用代码只含半角数字和大写字母，且不含 I、O、S、V、Z，请核对是否与 1、0、5、U、2 混淆"
            }
            Self::Length => "统一社会信用代码应为 18 位，请核对是否多填或漏填",
            Self::CheckCharacter => {
                "统一社会信用代码校验不通过，请对照证照逐位核对；证照上确实如此的，请联系平台管理员添加"
            }
            Self::IdentityNumber => "这是居民身份证号码，不是统一社会信用代码，请填写单位证照上的代码",
        })
    }
}

impl fmt::Display for CreditCodeMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: [&str; 4] = ["91450103MA5P0R272E", "12450126791325812B", "91450403498738853K", "12450923499429892G"];

    #[test]
    fn every_single_wrong_character_is_refused() {
        for valid in VALID {
            assert_eq!(CreditCode::parse(valid).unwrap().as_str(), valid);
            for place in 0..valid.len() {
                for wrong in ('0'..='9').chain('A'..='Z') {
                    let mut text = valid.to_owned();
                    text.replace_range(place..=place, wrong.encode_utf8(&mut [0; 4]));
                    assert!(text == valid || CreditCode::parse(&text).is_err(), "{text} for {valid}");
                }
            }
        }
    }

    #[test]
    fn two_exchanged_neighbours_are_refused() {
        for valid in VALID {
            for place in 1..valid.len() {
                let mut characters: Vec<char> = valid.chars().collect();
                characters.swap(place - 1, place);
                let text: String = characters.into_iter().collect();
                assert!(text == valid || CreditCode::parse(&text).is_err(), "{text} for {valid}");
            }
        }
    }

    #[test]
    fn case_and_surrounding_spaces_do_not_matter() {
        for pasted in
            [" 91450103ma5p0r272e ", "91450103 MA5P0R27 2E", "\u{FF19}1450103MA5P0R272E", "'91450103MA5P0R272E"]
        {
            assert_eq!(CreditCode::parse(pasted).unwrap().as_str(), "91450103MA5P0R272E", "{pasted}");
        }
    }

    #[test]
    fn what_is_no_credit_code_is_refused_with_its_reason() {
        for (text, mistake) in [
            (" ", CreditCodeMistake::Required),
            ("91450103MA5P0R272", CreditCodeMistake::Length),
            ("91450103MA5P0R272E0", CreditCodeMistake::Length),
            ("91450103MA5P0I272E", CreditCodeMistake::Character),
            ("91450103MA5P0R27-2E", CreditCodeMistake::Character),
            ("91350203M0001QKT19", CreditCodeMistake::CheckCharacter),
            ("450103198802290121", CreditCodeMistake::IdentityNumber),
            ("45010319850712004X", CreditCodeMistake::IdentityNumber),
            ("91450103MA5P0R272F", CreditCodeMistake::CheckCharacter),
        ] {
            assert_eq!(CreditCode::parse(text), Err(mistake), "{text}");
        }
    }

    #[test]
    fn the_region_is_read_from_the_code() {
        let code = CreditCode::parse("91450103MA5P0R272E").unwrap();
        assert_eq!(code.region_prefix(), "450103");
        assert_eq!(code.region().unwrap().full_name(), "南宁市青秀区");
    }

    #[test]
    fn the_wire_form_is_judged_again() {
        let code = CreditCode::parse("91450103MA5P0R272E").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"91450103MA5P0R272E\"");
        assert_eq!(serde_json::from_str::<CreditCode>("\"91450103MA5P0R272E\"").unwrap(), code);
        assert!(serde_json::from_str::<CreditCode>("\"91450103MA5P0I272E\"").is_err());
    }

    #[test]
    fn a_real_code_whose_check_fails_is_well_formed() {
        let code = CreditCode::well_formed("91350203M0001QKT19").unwrap();
        assert!(!code.is_checked());
        assert_eq!(CreditCode::well_formed("450103198802290121"), Err(CreditCodeMistake::IdentityNumber));
        assert_eq!(
            serde_json::from_str::<CreditCode>("\"91350203M0001QKT19\"").unwrap(),
            code,
            "what is stored is read"
        );
    }

    #[test]
    fn a_base_of_the_wrong_length_or_alphabet_is_refused() {
        assert_eq!(CreditCode::from_base17(""), Err(CreditCodeMistake::Required));
        assert_eq!(CreditCode::from_base17("91450103MA5P0R27"), Err(CreditCodeMistake::Length));
        assert_eq!(CreditCode::from_base17("91450103MA5P0R272E"), Err(CreditCodeMistake::Length));
        assert_eq!(CreditCode::from_base17("91450103MA5P0I272"), Err(CreditCodeMistake::Character));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// With its check character the weighted sum is a multiple of 31, which Horner's rule from the right shows
        /// without a power of 3.
        #[test]
        fn the_check_character_completes_a_multiple_of_31(base in "[0-9A-HJ-NPQRTUWXY]{17}") {
            let code = CreditCode::from_base17(&base).unwrap();
            prop_assert_eq!(&code.as_str()[..17], &base);
            let place = |letter| "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().position(|one| one == letter).unwrap();
            let check = place(code.as_str().chars().last().unwrap());
            let sum = base.chars().rev().fold(0, |sum, letter| (sum * 3 + place(letter)) % 31);
            prop_assert_eq!((sum + check) % 31, 0);
            prop_assert_eq!(CreditCode::parse(&code.to_string()), Ok(code));
        }

        #[test]
        fn any_text_is_judged_without_a_panic(text in "\\PC{0,20}") {
            let _ = CreditCode::parse(&text);
            let _ = CreditCode::from_base17(&text);
        }
    }
}
