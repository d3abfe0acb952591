//! Units (单位): their directory and what somebody types into 添加单位.

use serde::{Deserialize, Serialize};

use crate::credit_code::CreditCode;
use crate::field_errors::FieldErrors;
use crate::id::UnitId;
use crate::limits::UNIT_NAME_CHARACTERS_MAX;
use crate::region::Region;
use crate::registration::text;

/// 其他单位: for who has no unit; what is submitted to it goes to the platform's own review desk.
pub const OTHER_UNIT_NAME: &str = "其他单位";

impl UnitId {
    /// The fixed id of 其他单位.
    pub fn other() -> Self {
        Self::from_bits(0)
    }

    /// The id of the unit with this credit code: the code itself in other digits, so that one code is one unit and
    /// finding it is one read. The code's 18 characters carry less than 90 bits; a leading 1 keeps 其他单位 apart.
    pub fn of(credit_code: &CreditCode) -> Self {
        Self::from_bits(credit_code.as_str().bytes().fold(1, |bits, byte| {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                _ => byte - b'A' + 10,
            };
            bits * 36 + u128::from(digit)
        }))
    }

    /// The credit code that [`of`](Self::of) made the id from; `None` for 其他单位.
    pub fn credit_code(&self) -> Option<CreditCode> {
        let mut bits = self.bits();
        let mut code = Vec::new();
        while bits > 1 {
            code.push(char::from_digit((bits % 36) as u32, 36)?);
            bits /= 36;
        }
        CreditCode::parse(&code.into_iter().rev().collect::<String>()).ok()
    }
}

/// 添加单位, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnitForm {
    pub name: String,
    pub credit_code: String,
    pub region: String,
}

/// A unit to add that keeps every rule. Only [`UnitForm::parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewUnit {
    pub name: String,
    pub credit_code: CreditCode,
    pub region: Region,
}

impl UnitForm {
    /// Reports all mistakes at once, in the order of the form.
    pub fn parse(&self) -> Result<NewUnit, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", text(&self.name, 2, UNIT_NAME_CHARACTERS_MAX, "请填写单位全称,至少两个字"));
        if name.as_deref() == Some(OTHER_UNIT_NAME) {
            errors.push("name", "reserved", "“其他单位”已在列表中,可直接选择");
        }
        let credit_code = errors.keep("credit_code", CreditCode::parse(&self.credit_code));
        let region = if self.region.is_empty() {
            errors.push("region", "required", "请选择单位属地");
            None
        } else {
            let region = Region::parse(&self.region);
            if region.is_none() {
                errors.push("region", "unknown", "没有这个地区,请重新选择");
            }
            region
        };
        errors.finish(|| NewUnit {
            name: name.expect("no mistake was noted"),
            credit_code: credit_code.expect("no mistake was noted"),
            region: region.expect("no mistake was noted"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_differ_as_their_credit_codes_do() {
        let codes = ["91450103MA5P0R272E", "12450126791325812B", "91450403498738853K", "12450923499429892G"];
        let mut ids: Vec<UnitId> =
            codes.iter().map(|code| UnitId::of(&CreditCode::parse(code).expect("a valid code"))).collect();
        let back: Vec<_> = ids.iter().filter_map(|id| Some(id.credit_code()?.as_str().to_owned())).collect();
        assert_eq!(back, codes);
        assert_eq!(UnitId::other().credit_code(), None);
        ids.push(UnitId::other());
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), codes.len() + 1);
    }
}
