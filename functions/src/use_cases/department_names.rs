//! No two departments of a unit have the same name.

use domain::field_errors::FieldErrors;
use domain::id::DepartmentId;
use domain::limits::DEPARTMENTS_MAX;

use crate::error::Error;
use crate::store::units::Department;

/// Judges the name of `department` among all of its unit's.
pub fn check_name(all: &[Department], department: &DepartmentId, name: &str) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    if all.iter().any(|other| other.name == name && other.id != *department) {
        errors.push("name", "taken", "已有同名的部门，请换一个名称");
    }
    if all.len() >= DEPARTMENTS_MAX && all.iter().all(|other| other.id != *department) {
        errors.push("name", "too_many", format!("一个单位最多 {DEPARTMENTS_MAX} 个部门"));
    }
    Ok(errors.finish(|| ())?)
}
