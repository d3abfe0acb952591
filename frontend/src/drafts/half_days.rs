//! A period as most people say it: from a date's 上午 or 下午 to another's, both included.

use domain::hours::{HalfDay, Period, date_text, parse_date};
use serde::{Deserialize, Serialize};

/// The two ends as they are chosen. A date may be missing while its half is already chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfDays {
    /// `2026-05-07`, or empty.
    pub start_date: String,
    pub start_half: HalfDay,
    pub end_date: String,
    pub end_half: HalfDay,
}

/// Whole days, until somebody chooses otherwise.
impl Default for HalfDays {
    fn default() -> Self {
        Self {
            start_date: String::new(),
            start_half: HalfDay::Morning,
            end_date: String::new(),
            end_half: HalfDay::Afternoon,
        }
    }
}

impl HalfDays {
    /// The half-days that a period touches: exact where it is made of whole ones.
    pub fn of(period: &Period) -> Self {
        let ((start, start_half), (end, end_half)) = (period.first_half_day(), period.last_half_day());
        Self { start_date: date_text(start), start_half, end_date: date_text(end), end_half }
    }

    /// 开始时间 as the form sends it; empty while the date is missing.
    pub fn start(&self) -> String {
        match (self.start_date.as_str(), self.start_half) {
            ("", _) => String::new(),
            (date, HalfDay::Morning) => format!("{date}T00:00"),
            (date, HalfDay::Afternoon) => format!("{date}T12:00"),
        }
    }

    /// 结束时间 as the form sends it, exclusive: the end of 下午 is the next day's midnight.
    pub fn end(&self) -> String {
        match (self.end_date.as_str(), self.end_half) {
            ("", _) => String::new(),
            (date, HalfDay::Morning) => format!("{date}T12:00"),
            (date, HalfDay::Afternoon) => match parse_date(date).ok().and_then(|date| date.next_day()) {
                Some(next) => format!("{}T00:00", date_text(next)),
                // Something that is no date stays as it is, for the form to judge.
                None => format!("{date}T00:00"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::WallTime;

    use super::*;

    fn period(start: &str, end: &str) -> Period {
        Period::new(WallTime::parse(start).expect("a time"), WallTime::parse(end).expect("a time")).expect("a period")
    }

    #[test]
    fn whole_half_days_come_back_as_they_were_chosen() {
        for (start, end) in [("2026-05-07T00:00", "2026-05-09T00:00"), ("2026-12-31T12:00", "2027-01-01T12:00")] {
            let chosen = HalfDays::of(&period(start, end));
            assert_eq!((chosen.start(), chosen.end()), (start.to_owned(), end.to_owned()));
        }
    }

    #[test]
    fn an_afternoon_ends_with_its_date() {
        let chosen = HalfDays { end_date: "2026-02-28".to_owned(), ..HalfDays::default() };
        assert_eq!(chosen.end(), "2026-03-01T00:00");
        assert_eq!(chosen.start(), "");
    }

    #[test]
    fn exact_times_are_widened_to_the_half_days_that_they_touch() {
        let chosen = HalfDays::of(&period("2026-05-07T09:00", "2026-05-07T17:30"));
        assert_eq!((chosen.start(), chosen.end()), ("2026-05-07T00:00".to_owned(), "2026-05-08T00:00".to_owned()));
    }
}
