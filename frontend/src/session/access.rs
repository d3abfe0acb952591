//! What the signed-in account is in charge of, and so which screens it has.

use domain::contract::accounts::Session;
use domain::permission::Role;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// 总管理员: the whole unit.
    Chief,
    /// 二级管理员 of the department so named.
    Department(String),
    /// 单位账号
    UnitAccount,
    /// 平台管理员 at the desk of 其他单位, as its chief but for what a unit decides on its own
    Operator,
    /// An account whose screens are elsewhere: the browser has one session for both apps.
    Elsewhere,
}

impl Access {
    pub fn of(session: &Session) -> Self {
        match (session.role, &session.department) {
            (Role::Administrator, None) => Access::Chief,
            (Role::Administrator, Some(department)) => Access::Department(department.name.clone()),
            (Role::Unit, _) => Access::UnitAccount,
            (Role::Operator, _) => Access::Operator,
            (Role::Professional, _) => Access::Elsewhere,
        }
    }

    /// Nobody in the unit is above.
    pub fn is_chief(&self) -> bool {
        matches!(self, Access::Chief | Access::Operator)
    }

    /// There is a unit of one's own with a final stage, an end of its registrations, people to register trainings for.
    pub fn runs_unit(&self) -> bool {
        *self == Access::Chief
    }

    /// Registers trainings for the people of the scope.
    pub fn registers(&self) -> bool {
        matches!(self, Access::Chief | Access::Department(_))
    }

    pub fn reviews(&self) -> bool {
        self.registers() || *self == Access::Operator
    }

    /// The manual's word for it.
    pub fn name(&self) -> String {
        match self {
            Access::Chief => "总管理员".to_owned(),
            Access::Department(name) => format!("二级管理员 · {name}"),
            Access::UnitAccount => "单位账号".to_owned(),
            Access::Operator => "平台管理员".to_owned(),
            Access::Elsewhere => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::accounts::{DepartmentName, UnitName};
    use domain::id::{AccountId, DepartmentId, UnitId};
    use domain::timestamp::Timestamp;

    use super::*;

    fn session(role: Role, department: Option<&str>) -> Session {
        Session {
            account: AccountId::from_bits(1),
            role,
            name: "覃志明".to_owned(),
            identity_masked: "4501**********002X".to_owned(),
            person: None,
            unit: UnitName { id: UnitId::from_bits(1), name: "南宁市第一人民医院".to_owned() },
            department: department.map(|name| DepartmentName { id: DepartmentId::from_bits(1), name: name.to_owned() }),
            must_change_password: false,
            expires_at: Timestamp::default(),
            now: Timestamp::default(),
            unread: 0,
            rules_version: 1,
        }
    }

    #[test]
    fn an_administrator_without_a_department_is_the_chief() {
        let chief = Access::of(&session(Role::Administrator, None));
        assert!(chief.is_chief() && chief.reviews());
        let department = Access::of(&session(Role::Administrator, Some("急诊科")));
        assert!(!department.is_chief() && department.reviews());
        assert_eq!(department.name(), "二级管理员 · 急诊科");
    }

    #[test]
    fn nobody_else_reviews() {
        for role in [Role::Unit, Role::Professional] {
            assert!(!Access::of(&session(role, None)).reviews());
        }
    }

    #[test]
    fn an_operator_reviews_but_runs_no_unit() {
        let operator = Access::of(&session(Role::Operator, None));
        assert!(operator.reviews() && operator.is_chief());
        assert!(!operator.runs_unit() && !operator.registers());
    }
}
