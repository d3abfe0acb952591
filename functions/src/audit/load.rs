//! The load by day and city of the reviewing unit: submissions, decisions, and how long they took.

use std::collections::{BTreeMap, HashMap};

use domain::contract::audit::{CityLoad, DayLoad};
use domain::contract::registrations::Happening;
use domain::id::UnitId;
use domain::region::Region;
use domain::timestamp::Timestamp;

use crate::store::history::HistoryRecord;

const DAY_MILLISECONDS: i64 = 24 * 3_600_000;
const HOUR_MILLISECONDS: i64 = 3_600_000;

/// Everything that has happened so far, eight bytes each.
#[derive(Debug, Default)]
pub struct Counting {
    units: HashMap<u128, u32>,
    /// By the numbers of the units.
    regions: Vec<Option<Region>>,
    events: Vec<Event>,
}

#[derive(Debug, Clone, Copy)]
struct Event {
    unit: u32,
    /// Since the beginning of 1970 in Shanghai.
    day: u16,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Submitted,
    /// After so many hours; a wait of more than seven years is cut.
    Decided(u16),
    /// Of what came from another record, whose submission lies there.
    DecidedAfterUnknown,
}

impl Counting {
    fn unit(&mut self, unit: u128) -> u32 {
        let next = u32::try_from(self.units.len()).unwrap_or(u32::MAX);
        let number = *self.units.entry(unit).or_insert(next);
        if number == next {
            self.regions.push(None);
        }
        number
    }

    /// Where a unit lies.
    pub fn region(&mut self, unit: &str, region: Option<Region>) {
        if let Ok(unit) = unit.parse::<UnitId>() {
            let number = self.unit(unit.bits());
            self.regions[number as usize] = region;
        }
    }

    fn note(&mut self, unit: u32, at: Timestamp, what: What) {
        let day = (at.milliseconds() + 8 * HOUR_MILLISECONDS).div_euclid(DAY_MILLISECONDS);
        if let Ok(day) = u16::try_from(day) {
            self.events.push(Event { unit, day, what });
        }
    }

    /// Sums it up, oldest day first, cities in the order of their codes, units outside of them last.
    pub fn days(self) -> Vec<DayLoad> {
        #[derive(Default)]
        struct Sum {
            submitted: u32,
            decided: u32,
            waits: Vec<u16>,
        }
        let mut sums: BTreeMap<(u16, bool, Option<Region>), Sum> = BTreeMap::new();
        for event in self.events {
            let city = self.regions[event.unit as usize].and_then(Region::city);
            let sum = sums.entry((event.day, city.is_none(), city)).or_default();
            match event.what {
                What::Submitted => sum.submitted += 1,
                What::Decided(hours) => {
                    sum.decided += 1;
                    sum.waits.push(hours);
                }
                What::DecidedAfterUnknown => sum.decided += 1,
            }
        }
        let mut days: Vec<DayLoad> = Vec::new();
        for ((day, _, city), mut sum) in sums {
            sum.waits.sort_unstable();
            let middle = sum.waits.len().checked_sub(1).map(|last| last / 2);
            let waited_hours_median = middle.map(|middle| u32::from(sum.waits[middle]));
            let load = CityLoad { city, submitted: sum.submitted, decided: sum.decided, waited_hours_median };
            let begins = i64::from(day) * DAY_MILLISECONDS - 8 * HOUR_MILLISECONDS;
            let day = Timestamp::from_milliseconds(begins).display_date();
            match days.last_mut() {
                Some(last) if last.day == day => last.cities.push(load),
                _ => days.push(DayLoad { day, cities: vec![load] }),
            }
        }
        days
    }
}

/// Where one registration stands between submission and decision.
#[derive(Debug, Default)]
pub struct Waiting {
    submitted_at: Option<Timestamp>,
    /// An ending decision that may still be taken back: by which unit, when, after how long.
    decided: Option<(u32, Timestamp, What)>,
}

impl Waiting {
    pub fn happened(&mut self, entry: &HistoryRecord, counting: &mut Counting) {
        match entry.happening {
            // Neither ends nor begins anything.
            Happening::Moved | Happening::Merged => return,
            // What was taken back has not been decided.
            Happening::Undone => self.decided = None,
            _ => self.end(counting),
        }
        match entry.happening {
            Happening::Submitted => {
                self.submitted_at = Some(entry.at);
                if let Some(unit) = &entry.unit {
                    let unit = counting.unit(unit.bits());
                    counting.note(unit, entry.at, What::Submitted);
                }
            }
            Happening::Approved | Happening::Rejected => {
                let Some(scope) = &entry.on_behalf_of else { return };
                let what = match self.submitted_at {
                    Some(submitted) => {
                        let milliseconds = entry.at.milliseconds() - submitted.milliseconds();
                        let hours = (milliseconds.max(0) + HOUR_MILLISECONDS - 1) / HOUR_MILLISECONDS;
                        What::Decided(u16::try_from(hours).unwrap_or(u16::MAX))
                    }
                    None => What::DecidedAfterUnknown,
                };
                self.decided = Some((counting.unit(scope.unit.bits()), entry.at, what));
            }
            _ => {}
        }
    }

    /// A decision stands: nothing takes it back any more.
    pub fn end(&mut self, counting: &mut Counting) {
        if let Some((unit, at, what)) = self.decided.take() {
            counting.note(unit, at, what);
        }
    }
}
