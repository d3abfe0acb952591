//! Units (单位): their directory and what somebody types into 添加单位.

use serde::{Deserialize, Serialize};

use crate::account::{Password, person_name};
use crate::credit_code::{CreditCode, CreditCodeMistake};
use crate::field_errors::FieldErrors;
use crate::id::UnitId;
use crate::limits::{DEPARTMENT_NAME_CHARACTERS_MAX, DEPARTMENT_REMARKS_CHARACTERS_MAX, UNIT_NAME_CHARACTERS_MAX};
use crate::mobile::MobileNumber;
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
        CreditCode::well_formed(&code.into_iter().rev().collect::<String>()).ok()
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
        self.parse_with(CreditCode::parse)
    }

    /// The same for an operator, who also enters a real credit code that does not check.
    pub fn parse_by_operator(&self) -> Result<NewUnit, FieldErrors> {
        self.parse_with(CreditCode::well_formed)
    }

    fn parse_with(
        &self,
        credit_code: fn(&str) -> Result<CreditCode, CreditCodeMistake>,
    ) -> Result<NewUnit, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = unit_name(&mut errors, &self.name);
        let credit_code = errors.keep("credit_code", credit_code(&self.credit_code));
        let region = unit_region(&mut errors, &self.region);
        errors.finish(|| NewUnit {
            name: name.expect("no mistake was noted"),
            credit_code: credit_code.expect("no mistake was noted"),
            region: region.expect("no mistake was noted"),
        })
    }
}

/// What an operator says of a listed unit, as typed. The credit code stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListedUnitForm {
    pub name: String,
    pub region: String,
    /// 已核实
    pub verified: bool,
    /// 主管部门: it may review other units' people.
    pub supervising: bool,
    /// 停用: nobody finds it any more, nothing new is submitted to it, and its own people sign in to nothing of it.
    pub disabled: bool,
}

/// What an operator says of a unit. Only [`ListedUnitForm::parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedUnit {
    pub name: String,
    pub region: Region,
    pub verified: bool,
    pub supervising: bool,
    pub disabled: bool,
}

impl ListedUnitForm {
    /// Reports all mistakes at once, in the order of the form.
    pub fn parse(&self) -> Result<ListedUnit, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = unit_name(&mut errors, &self.name);
        let region = unit_region(&mut errors, &self.region);
        let Self { verified, supervising, disabled, .. } = *self;
        errors.finish(|| ListedUnit {
            name: name.expect("no mistake was noted"),
            region: region.expect("no mistake was noted"),
            verified,
            supervising,
            disabled,
        })
    }
}

fn unit_name(errors: &mut FieldErrors, typed: &str) -> Option<String> {
    let name = errors.keep("name", text(typed, 2, UNIT_NAME_CHARACTERS_MAX, "请填写单位全称，至少两个字"));
    if name.as_deref() == Some(OTHER_UNIT_NAME) {
        errors.push("name", "reserved", "“其他单位”已在列表中，可直接选择");
    }
    name
}

fn unit_region(errors: &mut FieldErrors, typed: &str) -> Option<Region> {
    if typed.is_empty() {
        errors.push("region", "required", "请选择单位属地");
        return None;
    }
    let region = Region::parse(typed);
    if region.is_none() {
        errors.push("region", "unknown", "没有这个地区，请重新选择");
    }
    region
}

/// 单位注册, as typed: the unit's own account, and the unit where the directory lacks it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnitSignUpForm {
    pub credit_code: String,
    pub name: String,
    pub region: String,
    /// 联系人
    pub contact_name: String,
    /// 联系电话
    pub contact_mobile: String,
    pub password: String,
}

/// A sign-up of a unit that keeps every rule. Only [`UnitSignUpForm::parse`] makes one.
#[non_exhaustive]
pub struct UnitSignUp {
    pub unit: NewUnit,
    pub contact: Contact,
    pub password: Password,
}

/// Whom the platform asks about a unit (联系人).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Contact {
    pub name: String,
    pub mobile: MobileNumber,
}

impl Contact {
    fn parse(errors: &mut FieldErrors, name: &str, mobile: &str) -> Option<Self> {
        let name = errors.keep("contact_name", person_name(name));
        let mobile = errors.keep("contact_mobile", MobileNumber::parse(mobile));
        Some(Self { name: name?, mobile: mobile? })
    }
}

impl UnitSignUpForm {
    /// Reports all mistakes at once, in the order of the form.
    ///
    /// A code that does not check is taken here: the unit may be one that an operator has entered. Whether it is, the
    /// function knows.
    pub fn parse(&self) -> Result<UnitSignUp, FieldErrors> {
        let mut errors = FieldErrors::default();
        let credit_code = errors.keep("credit_code", CreditCode::well_formed(&self.credit_code));
        let name = unit_name(&mut errors, &self.name);
        let region = unit_region(&mut errors, &self.region);
        let contact = Contact::parse(&mut errors, &self.contact_name, &self.contact_mobile);
        let password = errors.keep("password", Password::parse(&self.password, &self.credit_code));
        errors.finish(|| UnitSignUp {
            unit: NewUnit {
                name: name.expect("no mistake was noted"),
                credit_code: credit_code.expect("no mistake was noted"),
                region: region.expect("no mistake was noted"),
            },
            contact: contact.expect("no mistake was noted"),
            password: password.expect("no mistake was noted"),
        })
    }
}

/// 单位信息维护, as typed. The credit code stands.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnitProfileForm {
    pub name: String,
    pub region: String,
    pub contact_name: String,
    /// 联系电话; left empty, the one on record stands.
    pub contact_mobile: String,
    /// 终审
    pub final_review: bool,
}

/// What a unit says of itself. Only [`UnitProfileForm::parse`] makes one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UnitProfile {
    pub name: String,
    pub region: Region,
    pub contact_name: String,
    /// `None`: the one on record stands.
    pub contact_mobile: Option<MobileNumber>,
    pub final_review: bool,
}

impl UnitProfileForm {
    /// Reports all mistakes at once, in the order of the form. `has_mobile` says that a number is on record.
    pub fn parse(&self, has_mobile: bool) -> Result<UnitProfile, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = unit_name(&mut errors, &self.name);
        let region = unit_region(&mut errors, &self.region);
        let contact_name = errors.keep("contact_name", person_name(&self.contact_name));
        let stands = has_mobile && self.contact_mobile.trim().is_empty();
        let contact_mobile =
            if stands { None } else { errors.keep("contact_mobile", MobileNumber::parse(&self.contact_mobile)) };
        errors.finish(|| UnitProfile {
            name: name.expect("no mistake was noted"),
            region: region.expect("no mistake was noted"),
            contact_name: contact_name.expect("no mistake was noted"),
            contact_mobile,
            final_review: self.final_review,
        })
    }
}

/// 新增部门 and 修改, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DepartmentForm {
    /// 部门名称
    pub name: String,
    /// 部门备注
    pub remarks: String,
}

impl DepartmentForm {
    /// The name and the remarks, trimmed. Reports all mistakes at once.
    pub fn parse(&self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", text(&self.name, 1, DEPARTMENT_NAME_CHARACTERS_MAX, "请填写部门名称"));
        let remarks = errors.keep("remarks", text(&self.remarks, 0, DEPARTMENT_REMARKS_CHARACTERS_MAX, ""));
        errors.finish(|| Self {
            name: name.expect("no mistake was noted"),
            remarks: remarks.expect("no mistake was noted"),
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

    fn paths(errors: &FieldErrors) -> Vec<String> {
        errors.iter().map(|error| error.path.to_string()).collect()
    }

    #[test]
    fn a_unit_signs_up_with_everything_or_hears_all_that_is_missing() {
        let errors = UnitSignUpForm::default().parse().err().expect("mistakes");
        let fields = ["credit_code", "name", "region", "contact_name", "contact_mobile", "password"];
        assert_eq!(paths(&errors), fields);
        let form = UnitSignUpForm {
            credit_code: "91450103MA5P0R272E".to_owned(),
            name: "聿建工程设计有限公司".to_owned(),
            region: "450103".to_owned(),
            contact_name: "韦丽琳".to_owned(),
            contact_mobile: "13800138000".to_owned(),
            password: "MA5P0R272E".to_owned(),
        };
        assert_eq!(paths(&form.parse().err().expect("the password is a part of the code")), ["password"]);
        assert!(UnitSignUpForm { password: "五月的风 1990".to_owned(), ..form }.parse().is_ok());
    }

    #[test]
    fn a_number_on_record_stands_until_another_is_typed() {
        let form = UnitProfileForm {
            name: "南宁市第一人民医院".to_owned(),
            region: "450103".to_owned(),
            contact_name: "韦丽琳".to_owned(),
            ..UnitProfileForm::default()
        };
        assert!(form.parse(true).expect("no mistake").contact_mobile.is_none());
        assert_eq!(paths(&form.parse(false).expect_err("there is none")), ["contact_mobile"]);
        let typed = UnitProfileForm { contact_mobile: "1380".to_owned(), ..form };
        assert_eq!(paths(&typed.parse(true).expect_err("a wrong one")), ["contact_mobile"]);
    }

    #[test]
    fn a_department_has_a_name() {
        let errors = DepartmentForm { name: " ".to_owned(), remarks: "注".repeat(201) }.parse().expect_err("mistakes");
        assert_eq!(paths(&errors), ["name", "remarks"]);
        let kept = DepartmentForm { name: " 财务部 ".to_owned(), remarks: String::new() }.parse().expect("no mistake");
        assert_eq!(kept.name, "财务部");
    }
}
