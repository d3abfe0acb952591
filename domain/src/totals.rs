//! Hours per person and credited year: always the sum of what was granted and delivered.

use serde::{Deserialize, Serialize};

use crate::category::Requirement;
use crate::hours::Hours;

/// One person's hours of one credited year. `total` is derived, never stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// 公需科目学时: the sum of the completions that the learning platforms delivered.
    pub common: Hours,
    /// 专业科目学时: the sum of the approved hours of approved registrations.
    pub specialty: Hours,
}

impl Totals {
    pub fn total(&self) -> Hours {
        self.common + self.specialty
    }

    /// Whether they fulfil a year that asks for this.
    pub fn meet(&self, requirement: &Requirement) -> bool {
        self.total() >= requirement.total
            && self.specialty >= requirement.specialty
            && self.common >= requirement.common
    }

    /// The lesser of two, subject by subject.
    pub fn least(self, other: Self) -> Self {
        Self { common: self.common.min(other.common), specialty: self.specialty.min(other.specialty) }
    }
}

/// How one transition changes the specialty hours of a credited year, in tenths; negative when hours are taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialtyChange {
    pub credited_year: i32,
    pub tenths: i64,
}

/// How the hours of a credited year change, in tenths; negative when hours are taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TotalsChange {
    pub common: i64,
    pub specialty: i64,
}

impl TotalsChange {
    /// Whether anything is taken back, so that a year may stop being fulfilled.
    pub fn takes_back(&self) -> bool {
        self.common < 0 || self.specialty < 0
    }
}

/// What is kept of one credited year of one person, in one place, so that nothing in it can disagree.
///
/// `lapses` counts how often the year has stopped being fulfilled. A certificate holds the count at its issue and is
/// valid as long as the year's count is the same: the change that takes the hours back is the change that voids the
/// certificate, and no later hours bring it back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearRecord {
    pub totals: Totals,
    pub lapses: u32,
}

impl YearRecord {
    /// The record after a change. `None` if hours would be taken back that are not there.
    pub fn after(self, change: TotalsChange, requirement: Option<&Requirement>) -> Option<Self> {
        let changed = |hours: Hours, tenths: i64| {
            u32::try_from(i64::from(hours.tenths()).checked_add(tenths)?).ok().map(Hours::from_tenths)
        };
        let totals = Totals {
            common: changed(self.totals.common, change.common)?,
            specialty: changed(self.totals.specialty, change.specialty)?,
        };
        let lapses = requirement.is_some_and(|requirement| self.totals.meet(requirement) && !totals.meet(requirement));
        Some(Self { totals, lapses: self.lapses + u32::from(lapses) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REQUIREMENT: Requirement =
        Requirement { from_year: 2016, total: Hours::whole(90), specialty: Hours::whole(60), common: Hours::ZERO };

    fn totals(common: u32, specialty: u32) -> Totals {
        Totals { common: Hours::whole(common), specialty: Hours::whole(specialty) }
    }

    #[test]
    fn a_year_needs_its_total_and_its_specialty_hours() {
        for (common, specialty, fulfilled) in
            [(30, 60, true), (0, 90, true), (29, 60, false), (60, 59, false), (0, 89, false), (200, 0, false)]
        {
            assert_eq!(totals(common, specialty).meet(&REQUIREMENT), fulfilled, "{common} + {specialty}");
        }
    }

    #[test]
    fn a_lapse_is_counted_when_the_year_stops_being_fulfilled_and_never_otherwise() {
        let year = YearRecord { totals: totals(30, 60), lapses: 0 };
        let less = TotalsChange { common: -1, specialty: 0 };
        let more = TotalsChange { common: 1, specialty: 0 };
        let lapsed = year.after(less, Some(&REQUIREMENT)).expect("the hours are there");
        assert_eq!(lapsed.lapses, 1);
        assert_eq!(lapsed.after(less, Some(&REQUIREMENT)).expect("the hours are there").lapses, 1);
        assert_eq!(lapsed.after(more, Some(&REQUIREMENT)).expect("more is possible").lapses, 1);
        assert_eq!(year.after(more, Some(&REQUIREMENT)).expect("more is possible").lapses, 0);
        assert_eq!(year.after(less, None).expect("the hours are there").lapses, 0);
    }

    #[test]
    fn hours_that_are_not_there_are_not_taken_back() {
        assert_eq!(YearRecord::default().after(TotalsChange { common: 0, specialty: -1 }, None), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A certificate issued at any moment is valid at another exactly if the year was fulfilled all the way between.
        #[test]
        fn a_certificate_holds_exactly_as_long_as_the_year_stays_fulfilled(
            changes in prop::collection::vec((-400_i64..400, -400_i64..400), 1..40),
        ) {
            let mut year = YearRecord::default();
            let mut issued: Option<(u32, bool)> = None;
            for (common, specialty) in changes {
                let Some(next) = year.after(TotalsChange { common, specialty }, Some(&REQUIREMENT)) else { continue };
                year = next;
                let fulfilled = year.totals.meet(&REQUIREMENT);
                if let Some((lapses, held)) = &mut issued {
                    *held &= fulfilled;
                    prop_assert_eq!(*lapses == year.lapses, *held);
                }
                if fulfilled && issued.is_none_or(|(_, held)| !held) {
                    issued = Some((year.lapses, true));
                }
            }
        }
    }
}
