//! Which province is made: its size, its years, its chance.

use anyhow::{Result, bail};
use domain::hours::{WallTime, date_text, parse_date};
use domain::limits::CREDITED_YEAR_MIN;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use time::Date;

use super::super::dice::Dice;
use crate::options::instant_of;

/// The fewest units: a hospital, a university, a supervising department and some others.
const UNITS_MIN: usize = 10;
const UNITS_MAX: usize = 1_000_000;
/// Identity numbers are made for so many people and leave handler for those who review.
const PEOPLE_MAX: u64 = 10_000_000;

/// Everything that decides what is made. The same plan under the same master key makes the same items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub people: u64,
    pub units: usize,
    /// Credited years, the last one being that of `until`.
    pub years: u32,
    pub seed: u64,
    /// The last day on which anything has happened, `2026-11-20`.
    pub until: String,
}

/// What chance is thrown for, so that no two of its kinds are the same.
#[derive(Clone, Copy)]
pub enum Throw {
    Shuffle = 1,
    UnitSize,
    FinalReview,
    Person,
    Life,
}

impl Plan {
    /// # Errors
    /// Says which figure cannot be made.
    pub fn check(&self) -> Result<()> {
        if !(UNITS_MIN..=UNITS_MAX).contains(&self.units) {
            bail!("a province has {UNITS_MIN} to {UNITS_MAX} units, not {}", self.units);
        }
        if !(1..=PEOPLE_MAX).contains(&self.people) {
            bail!("a province has 1 to {PEOPLE_MAX} people, not {}", self.people);
        }
        let first = i64::from(self.last_day()?.year()) - i64::from(self.years) + 1;
        if self.years == 0 || first < i64::from(CREDITED_YEAR_MIN) {
            bail!(
                "hours are credited from {CREDITED_YEAR_MIN} on; {} years do not fit before {}",
                self.years,
                self.until
            );
        }
        Ok(())
    }

    pub fn last_day(&self) -> Result<Date> {
        match parse_date(&self.until) {
            Ok(date) => Ok(date),
            Err(_) => bail!("'{}' is not a day like 2026-11-20", self.until),
        }
    }

    /// Before this instant everything has happened.
    pub fn now(&self) -> Result<Timestamp> {
        let Some(evening) = WallTime::new(self.last_day()?, 10, 0) else { bail!("'{}' is not a day", self.until) };
        Ok(instant_of(evening))
    }

    pub fn years(&self) -> Result<std::ops::RangeInclusive<i32>> {
        let last = self.last_day()?.year();
        Ok(last + 1 - i32::try_from(self.years)?..=last)
    }

    /// Chance for the `index`-th of a kind, whatever was made before it.
    pub fn dice(&self, throw: Throw, index: u64) -> Dice {
        let mut mixed = Dice::new(self.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ throw as u64);
        Dice::new(mixed.bits() ^ index.wrapping_mul(0x9e6c_63d0_676a_9a99))
    }

    /// A day as the plan spells it.
    pub fn day(date: Date) -> String {
        date_text(date)
    }
}
