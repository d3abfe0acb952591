//! 继续教育合格证书: its number, and what the public may see of it.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::field_errors::Mistake;
use crate::folding;
use crate::id::ID_CHARACTERS;

/// Characters of a number; 80 random bits, which nobody finds by trying.
pub const NUMBER_CHARACTERS: usize = 16;
const GROUP_CHARACTERS: usize = 4;

/// Names a certificate to everybody who has it in hand: `7K3M-9XQ2-0AZ4-5RTW`, by chance alone.
///
/// On the wire and in the table it is 16 lower-case characters of Crockford's base 32.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateNumber(String);

impl CertificateNumber {
    /// Takes the lowest 80 bits.
    pub fn from_bits(bits: u128) -> Self {
        let character = |position: usize| char::from(ID_CHARACTERS[(bits >> (position * 5)) as usize & 31]);
        Self((0..NUMBER_CHARACTERS).rev().map(character).collect())
    }

    /// Reads what a person typed off a sheet of paper, or pasted from a message: in any case and width, with or without
    /// hyphens and spaces, `O` for `0`, `I` and `L` for `1`, with an address before it, and with whatever a chat app has hung
    /// behind it (`&appinstall=0`, `?from=singlemessage`).
    pub fn parse(typed: &str) -> Result<Self, CertificateNumberMistake> {
        let folded = folding::label(&typed.replace(|sign: char| sign.is_whitespace(), "-"));
        let is_hyphen = |sign: char| matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_');
        if folded.chars().all(is_hyphen) {
            return Err(CertificateNumberMistake::Required);
        }
        let parts = folded.split(|sign: char| !(sign.is_ascii_alphanumeric() || is_hyphen(sign)));
        // Where a word stands before the number with only a blank between, the groups still say where it begins.
        let read = parts.flat_map(|part| {
            let groups: Vec<&str> = part.split(is_hyphen).filter(|group| !group.is_empty()).collect();
            let runs = (0..groups.len()).flat_map(move |from| {
                let groups = groups.clone();
                (from + 1..=groups.len()).map(move |to| groups[from..to].concat())
            });
            runs.filter(|run| run.len() == NUMBER_CHARACTERS).collect::<Vec<_>>()
        });
        read.map(|run| run.chars().map(read_sign).collect::<String>())
            .find(|run| run.bytes().all(|byte| ID_CHARACTERS.contains(&byte)))
            .map(Self)
            .ok_or(CertificateNumberMistake::Malformed)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A sign of a number that was read for another one.
fn read_sign(sign: char) -> char {
    match sign.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }
}

/// In groups of four capitals, as it is printed.
impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, character) in self.0.chars().enumerate() {
            if position > 0 && position % GROUP_CHARACTERS == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", character.to_ascii_uppercase())?;
        }
        Ok(())
    }
}

impl TryFrom<String> for CertificateNumber {
    type Error = crate::id::MalformedId;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| crate::id::MalformedId)
    }
}

impl From<CertificateNumber> for String {
    fn from(number: CertificateNumber) -> String {
        number.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateNumberMistake {
    Required,
    Malformed,
}

impl Mistake for CertificateNumberMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Malformed => "malformed",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写证书编号",
            Self::Malformed => "证书编号是 16 位字母和数字，请核对后重新填写",
        })
    }
}

/// A name as the public may see it: the first character, and a star for each other one.
pub fn masked_name(name: &str) -> String {
    name.chars().enumerate().map(|(position, character)| if position == 0 { character } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let number = CertificateNumber::parse("7K3M-9XQ2-0AZ4-51TW").expect("a number");
        for typed in ["7k3m9xq20az451tw", " 7K3M 9XQ2 oAZ4 5lTW ", "7K3M－9XQ2－OAZ4－5ITW"] {
            assert_eq!(CertificateNumber::parse(typed).as_ref(), Ok(&number), "{typed}");
        }
        assert_eq!(number.to_string(), "7K3M-9XQ2-0AZ4-51TW");
        assert_eq!(serde_json::to_string(&number).expect("a text"), "\"7k3m9xq20az451tw\"");
    }

    #[test]
    fn a_number_is_found_in_what_people_paste() {
        let number = CertificateNumber::parse("7K3M-9XQ2-0AZ4-51TW").expect("a number");
        for pasted in [
            "7K3M-9XQ2-0AZ4-51TW&appinstall=0",
            "7k3m9xq20az451tw?from=singlemessage&isappinstalled=0",
            "7K3M-9XQ2-0AZ4-51TW&shareTo=weixin",
            "７Ｋ３Ｍ－９ＸＱ２－０ＡＺ４－５１ＴＷ",
            "7K3M\u{200B}-9XQ2-0AZ4-51TW",
            "证书编号:7K3M-9XQ2-0AZ4-51TW",
            "证书编号：7K3M 9XQ2 0AZ4 51TW。",
            "证书编号7K3M9XQ20AZ451TW",
            "No. 7K3M-9XQ2-0AZ4-51TW",
            "number 7K3M 9XQ2 0AZ4 51TW",
            "https://hours.example/verify/#7K3M-9XQ2-0AZ4-51TW?from=groupmessage",
            "#7K3M-9XQ2-0AZ4-51TW",
            "'7K3M-9XQ2-0AZ4-51TW'",
        ] {
            assert_eq!(CertificateNumber::parse(pasted).as_ref(), Ok(&number), "{pasted}");
        }
        for malformed in ["100%", "%E4%B8", "&appinstall=0", "7K3M-9XQ2-0AZ4"] {
            assert_eq!(CertificateNumber::parse(malformed), Err(CertificateNumberMistake::Malformed), "{malformed}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(CertificateNumber::parse(" - "), Err(CertificateNumberMistake::Required));
        for typed in ["7K3M", "7K3M-9XQ2-0AZ4-51TU", "7K3M-9XQ2-0AZ4-51TWX", "证书7K3M9XQ20AZ4"] {
            assert_eq!(CertificateNumber::parse(typed), Err(CertificateNumberMistake::Malformed), "{typed}");
        }
    }

    #[test]
    fn a_masked_name_keeps_its_first_character() {
        assert_eq!(masked_name("韦丽琳"), "韦**");
        assert_eq!(masked_name("𠮷田"), "𠮷*");
        assert_eq!(masked_name(""), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_printed_is_read_back(bits: u128) {
            let number = CertificateNumber::from_bits(bits);
            prop_assert_eq!(CertificateNumber::parse(&number.to_string()), Ok(number));
        }

        #[test]
        fn any_text_is_judged_without_a_panic(text in "\\PC{0,24}") {
            let _ = CertificateNumber::parse(&text);
        }
    }
}
