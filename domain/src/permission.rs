//! Who may do what. Endpoints ask [`Role`]; everything about one registration asks its life in [`crate::review`].

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, DepartmentId, PersonId, UnitId};

/// The four kinds of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 专业技术人员
    Professional,
    /// 单位管理员, chief or department
    Administrator,
    /// 单位账号
    Unit,
    /// 平台管理员
    Operator,
}

/// What an administrator is in charge of: a whole unit (总管理员), or one of its departments (二级管理员).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub unit: UnitId,
    /// `None` is the chief's scope: the whole unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
}

impl Scope {
    pub fn is_chief(&self) -> bool {
        self.department.is_none()
    }

    /// Whether this scope takes in `place`: the same unit, and the same department unless this is the chief's.
    /// What belongs to no department belongs to the chief.
    pub fn covers(&self, place: &Scope) -> bool {
        self.unit == place.unit && (self.department.is_none() || self.department == place.department)
    }
}

/// Who acts on a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Professional {
        account: AccountId,
        person: PersonId,
    },
    /// `own_person` is the administrator's own record as a professional, by the same identity number. An operator, who
    /// reviews for 其他单位 as its chief would, has no number and so no such record.
    Administrator {
        account: AccountId,
        own_person: Option<PersonId>,
        scope: Scope,
    },
}

impl Actor {
    pub fn account(&self) -> &AccountId {
        match self {
            Actor::Professional { account, .. } | Actor::Administrator { account, .. } => account,
        }
    }
}
