//! What may be done with a registration, as its status has it, and what it is called.

use domain::contract::registrations::{RegistrationRow, Seen};
use domain::review::Status;

pub const WITHDRAW: &str = "撤回";
pub const DELETE: &str = "删除";
pub const SUBMIT: &str = "提交";

pub fn may_edit(row: &RegistrationRow) -> bool {
    matches!(row.status, Status::Draft | Status::Rejected)
}

pub fn may_submit(row: &RegistrationRow) -> bool {
    may_edit(row)
}

pub fn may_withdraw(row: &RegistrationRow) -> bool {
    row.status == Status::Pending
}

pub fn may_delete(row: &RegistrationRow) -> bool {
    row.status != Status::Approved
}

/// Whom a submission goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// 本单位, until another is chosen.
    OwnUnit,
    /// 主管部门: to be searched for.
    SupervisingDepartment,
}

/// The registrations as they are shown now.
pub fn seen(rows: &[RegistrationRow]) -> Vec<Seen> {
    rows.iter().map(|row| Seen { id: row.id.clone(), version: row.version }).collect()
}
