//! Hours per person and credited year: always the sum of what was granted.

use serde::{Deserialize, Serialize};

use crate::hours::Hours;

/// One person's hours of one credited year. `total` is derived, never stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// 公需科目学时
    pub common: Hours,
    /// 专业科目学时: the sum of the approved hours of approved registrations.
    pub specialty: Hours,
}

impl Totals {
    pub fn total(&self) -> Hours {
        self.common + self.specialty
    }
}

/// How one transition changes the specialty hours of a credited year, in tenths; negative when hours are taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialtyChange {
    pub credited_year: i32,
    pub tenths: i64,
}
