//! What the load of some days and cities comes to.

use std::collections::BTreeMap;

use domain::contract::audit::{CityLoad, DayLoad};
use domain::region::Region;

/// The load of several days or cities together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub submitted: u32,
    pub decided: u32,
    /// Decisions whose waiting is known, and their hours.
    waited: u32,
    hours: u64,
}

impl Sum {
    pub fn add(&mut self, load: &CityLoad) {
        self.submitted += load.submitted;
        self.decided += load.decided;
        if let Some(median) = load.waited_hours_median {
            self.waited += load.decided;
            self.hours += u64::from(median) * u64::from(load.decided);
        }
    }

    /// Hours from submission to decision, in the middle; `None` without a decision.
    pub fn waiting(self) -> Option<u32> {
        let rounded = (self.hours * 2 + u64::from(self.waited)).checked_div(u64::from(self.waited) * 2)?;
        u32::try_from(rounded).ok()
    }

    /// `31 小时`
    pub fn waiting_text(self) -> String {
        self.waiting().map_or_else(|| "–".to_owned(), |hours| format!("{hours} 小时"))
    }
}

pub fn of_day(day: &DayLoad) -> Sum {
    let mut sum = Sum::default();
    day.cities.iter().for_each(|city| sum.add(city));
    sum
}

/// By city, in the order of their codes; 其他单位 first.
pub fn of_cities(days: &[DayLoad]) -> Vec<(Option<Region>, Sum)> {
    let mut sums: BTreeMap<Option<Region>, Sum> = BTreeMap::new();
    for city in days.iter().flat_map(|day| &day.cities) {
        sums.entry(city.city).or_default().add(city);
    }
    sums.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(submitted: u32, decided: u32, waited_hours_median: Option<u32>) -> CityLoad {
        CityLoad { city: None, submitted, decided, waited_hours_median }
    }

    #[test]
    fn waiting_is_weighed_by_what_was_decided() {
        let day = DayLoad {
            day: "2026-11-24".to_owned(),
            cities: vec![load(5, 30, Some(10)), load(7, 10, Some(50)), load(1, 0, None)],
        };
        let sum = of_day(&day);
        assert_eq!((sum.submitted, sum.decided, sum.waiting()), (13, 40, Some(20)));
        assert_eq!(Sum::default().waiting(), None);
        assert_eq!(Sum::default().waiting_text(), "–");
    }
}
