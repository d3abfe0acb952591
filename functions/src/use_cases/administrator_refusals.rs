//! Why a unit's administrators may not be changed as asked.

use domain::field_errors::FieldErrors;

use crate::error::Error;

/// A unit without a chief could neither review nor appoint anybody's department.
pub fn last_chief() -> Error {
    Error::Conflict {
        code: "last_chief",
        message: "这是最后一位可登录的总管理员，不能删除、停用或改为二级管理员。请先增设一位总管理员".to_owned(),
    }
}

pub fn changed_meanwhile() -> Error {
    Error::Conflict {
        code: "changed_meanwhile", message: "这位管理员的信息刚在别处修改过，请刷新后再试".to_owned()
    }
}

pub fn department_gone() -> Error {
    let mut errors = FieldErrors::default();
    errors.push("department", "unknown", "这个部门已被删除，请重新选择");
    Error::Invalid(errors)
}
