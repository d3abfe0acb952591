//! 单位管理员管理: what a unit types to appoint an administrator, and the password that they begin with.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::account::person_name;
use crate::field_errors::FieldErrors;
use crate::id::DepartmentId;
use crate::identity::IdentityNumber;
use crate::limits::DUTIES_CHARACTERS_MAX;
use crate::mobile::MobileNumber;
use crate::registration::text;

/// An initial password works for 14 days (PRODUCT: 单位管理员管理).
pub const INITIAL_PASSWORD_SECONDS: i64 = 14 * 24 * 60 * 60;
const INITIAL_PASSWORD_CHARACTERS: usize = 6;

/// 新增管理员 and 修改, as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AdministratorForm {
    /// 身份证号; left empty when an administrator is changed, whose number stands.
    pub identity_number: String,
    pub name: String,
    /// 联系电话
    pub mobile: String,
    /// 是否在编
    pub on_staff: bool,
    /// 管理部门; none makes a chief (总管理员).
    pub department: Option<DepartmentId>,
    /// 登录系统
    pub may_sign_in: bool,
    /// 分管工作
    pub duties: String,
}

/// What is known of an administrator besides the identity number. Only [`AdministratorForm`] makes one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AdministratorDetails {
    pub name: String,
    /// `None`, in a change: the one on record stands.
    pub mobile: Option<MobileNumber>,
    pub on_staff: bool,
    pub department: Option<DepartmentId>,
    pub may_sign_in: bool,
    pub duties: String,
}

impl AdministratorDetails {
    /// Whether this is a chief who can act: the unit's last one of these must stay.
    pub fn is_acting_chief(&self) -> bool {
        self.department.is_none() && self.may_sign_in
    }
}

impl AdministratorForm {
    /// Judges the form of a new administrator. Reports all mistakes at once, in the order of the form.
    pub fn parse(&self, today: Date) -> Result<(IdentityNumber, AdministratorDetails), FieldErrors> {
        let mut errors = FieldErrors::default();
        let identity_number = errors.keep("identity_number", IdentityNumber::parse(&self.identity_number, today));
        let details = self.details(&mut errors, false);
        errors.finish(|| (identity_number.expect("no mistake was noted"), details.expect("no mistake was noted")))
    }

    /// Judges a change, which leaves the identity number alone, and the phone number where none is typed.
    pub fn parse_change(&self) -> Result<AdministratorDetails, FieldErrors> {
        let mut errors = FieldErrors::default();
        let details = self.details(&mut errors, true);
        errors.finish(|| details.expect("no mistake was noted"))
    }

    fn details(&self, errors: &mut FieldErrors, mobile_stands: bool) -> Option<AdministratorDetails> {
        let name = errors.keep("name", person_name(&self.name));
        let stands = mobile_stands && self.mobile.trim().is_empty();
        let mobile =
            if stands { Some(None) } else { errors.keep("mobile", MobileNumber::parse(&self.mobile).map(Some)) };
        let duties = errors.keep("duties", text(&self.duties, 0, DUTIES_CHARACTERS_MAX, ""));
        Some(AdministratorDetails {
            name: name?,
            mobile: mobile?,
            on_staff: self.on_staff,
            department: self.department.clone(),
            may_sign_in: self.may_sign_in,
            duties: duties?,
        })
    }
}

/// The last six characters of the identity number.
pub fn initial_password(identity_number: &IdentityNumber) -> String {
    let number = identity_number.expose();
    number[number.len().saturating_sub(INITIAL_PASSWORD_CHARACTERS)..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        crate::hours::parse_date("2026-11-23").expect("a date")
    }

    fn form() -> AdministratorForm {
        AdministratorForm {
            identity_number: "45010319700318031 ".trim().to_owned() + "9",
            name: " 黄志远 ".to_owned(),
            mobile: "138-0013-8000".to_owned(),
            may_sign_in: true,
            ..AdministratorForm::default()
        }
    }

    #[test]
    fn a_right_form_is_read_as_people_write_it() {
        let (number, details) = form().parse(today()).expect("no mistake");
        assert_eq!((details.name.as_str(), details.mobile.expect("a number").expose()), ("黄志远", "13800138000"));
        assert_eq!(initial_password(&number), "180319");
    }

    #[test]
    fn all_mistakes_are_named_at_once_in_the_order_of_the_form() {
        let wrong = AdministratorForm { duties: "长".repeat(201), ..AdministratorForm::default() };
        let paths = |errors: FieldErrors| errors.iter().map(|error| error.path.to_string()).collect::<Vec<_>>();
        let errors = wrong.parse(today()).expect_err("mistakes");
        assert_eq!(paths(errors), ["identity_number", "name", "mobile", "duties"]);
        assert_eq!(paths(wrong.parse_change().expect_err("mistakes")), ["name", "duties"]);
    }

    #[test]
    fn only_a_chief_who_may_sign_in_counts_as_one() {
        let acting = |form: AdministratorForm| form.parse_change().expect("no mistake").is_acting_chief();
        assert!(acting(form()));
        assert!(!acting(AdministratorForm { may_sign_in: false, ..form() }));
        assert!(!acting(AdministratorForm { department: Some(DepartmentId::from_bits(1)), ..form() }));
    }
}
