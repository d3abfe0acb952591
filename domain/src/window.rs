//! 学时登记开放: when a credited year accepts registrations.
//!
//! The operator sets a window for everyone; a unit may close earlier for its own people. Only creating, editing and
//! submitting ask; review, withdrawal and queries work at any time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::field_errors::{FieldErrors, Mistake};
use crate::hours::{date_text, parse_date};
use crate::limits::CREDITED_YEAR_MIN;
use crate::timestamp::Timestamp;

/// When one credited year accepts registrations: from `opens_at` on, until before `closes_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationWindow {
    pub year: i32,
    pub opens_at: Timestamp,
    /// `None`: nobody has said when it ends.
    pub closes_at: Option<Timestamp>,
}

impl RegistrationWindow {
    /// What holds for a year of which the operator has said nothing: open from its first instant in Shanghai on.
    pub fn unless_told(year: i32) -> Self {
        let first = Date::from_ordinal_date(year, 1).map_or(Timestamp::default(), Timestamp::midnight);
        Self { year, opens_at: first, closes_at: None }
    }
}

/// The windows that hold for the people of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Windows {
    /// The operator's, one for a year at most.
    pub set: Vec<RegistrationWindow>,
    /// Where the unit closes a year earlier for its own people.
    pub closed_early: BTreeMap<i32, Timestamp>,
}

impl Windows {
    /// The operator's window of a year.
    pub fn of(&self, year: i32) -> RegistrationWindow {
        let set = self.set.iter().find(|window| window.year == year);
        set.copied().unwrap_or_else(|| RegistrationWindow::unless_told(year))
    }

    /// When the year ends for the unit's people: the operator's instant or the unit's, whichever comes first.
    pub fn closes_at(&self, year: i32) -> Option<Timestamp> {
        [self.of(year).closes_at, self.closed_early.get(&year).copied()].into_iter().flatten().min()
    }

    /// # Errors
    /// If the year does not accept registrations at `now`, with its dates.
    pub fn require_open(&self, year: i32, now: Timestamp) -> Result<(), Closed> {
        let window = self.of(year);
        if now < window.opens_at {
            return Err(Closed { window, is_over: false, by_unit: None });
        }
        match self.closes_at(year) {
            Some(end) if now >= end => {
                let by_unit = self.closed_early.get(&year).copied().filter(|early| *early == end);
                Err(Closed { window, is_over: true, by_unit: by_unit.filter(|_| window.closes_at != Some(end)) })
            }
            _ => Ok(()),
        }
    }

    /// The years that accept registrations at `now`, newest first.
    pub fn open_years(&self, now: Timestamp) -> Vec<i32> {
        (CREDITED_YEAR_MIN..=now.date().year()).rev().filter(|year| self.require_open(*year, now).is_ok()).collect()
    }

    /// The years that are open at `now` and end within so many days, the first to end first.
    pub fn closing(&self, now: Timestamp, days: i64) -> Vec<Closing> {
        let soon = |year: i32| {
            let closes_at = self.closes_at(year)?;
            let soon_since = closes_at.plus_seconds(-days * 24 * 60 * 60).max(self.of(year).opens_at);
            (soon_since <= now).then_some(Closing { year, closes_at, soon_since })
        };
        let mut closing: Vec<Closing> = self.open_years(now).into_iter().filter_map(soon).collect();
        closing.sort_by_key(|one| (one.closes_at, one.year));
        closing
    }

    /// Which of the open years end when, for the form: `2026 年度登记至 2027-03-31`.
    pub fn note(&self, now: Timestamp) -> String {
        let ends = self.open_years(now).into_iter().filter_map(|year| Some((year, self.closes_at(year)?)));
        ends.map(|(year, end)| format!("{year} 年度登记至 {}", last_day(end))).collect::<Vec<_>>().join("，")
    }
}

/// An open year that ends soon for the people of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    pub year: i32,
    /// Exclusive.
    pub closes_at: Timestamp,
    /// Since when it has been soon: so many days before the end, but not before the window opened.
    pub soon_since: Timestamp,
}

impl Closing {
    /// `2026 年度登记将于 2027-03-31 截止,还有 5 天`; days are counted by the calendar in Shanghai, up to the last one.
    pub fn sentence(&self, now: Timestamp) -> String {
        let last = Timestamp::from_milliseconds(self.closes_at.milliseconds() - 1).date();
        let left = match (last - now.date()).whole_days() {
            ..=0 => "今天是最后一天".to_owned(),
            days => format!("还有 {days} 天"),
        };
        format!("{} 年度登记将于 {} 截止，{left}", self.year, last_day(self.closes_at))
    }
}

/// `2027-03-31` for an end at the midnight that follows it; else with the time of day.
pub fn last_day(end: Timestamp) -> String {
    let midnight = Timestamp::midnight(end.date());
    if end == midnight { date_text(end.date() - Duration::days(1)) } else { end.display() }
}

/// A credited year does not accept registrations now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    window: RegistrationWindow,
    /// It was open before; otherwise it is yet to open.
    is_over: bool,
    /// When the unit closed it, where that is why.
    by_unit: Option<Timestamp>,
}

impl Mistake for Closed {
    fn code(&self) -> &'static str {
        if self.is_over { "window_closed" } else { "window_not_open" }
    }

    fn message(&self) -> Cow<'static, str> {
        let RegistrationWindow { year, opens_at, closes_at } = self.window;
        let from = opens_at.display_date();
        let span = match closes_at {
            Some(end) => format!("{from} 至 {}", last_day(end)),
            None => format!("{from} 起"),
        };
        match (self.is_over, self.by_unit) {
            (false, _) => format!("{year} 年度的登记时间为 {span}，现在尚未开放"),
            (true, Some(end)) => {
                format!("{year} 年度的登记时间为 {span}，您所在单位登记至 {}，现已关闭", last_day(end))
            }
            (true, None) => format!("{year} 年度的登记时间为 {span}，现已关闭"),
        }
        .into()
    }
}

/// 学时登记开放 of one year, as a chief types it: the last day, empty for the operator's own end.
///
/// # Errors
/// What is no date, comes before the window opens, or not before it ends anyway.
pub fn parse_early_closing(window: RegistrationWindow, last_day: &str) -> Result<Option<Timestamp>, FieldErrors> {
    let mut errors = FieldErrors::default();
    if last_day.trim().is_empty() {
        return Ok(None);
    }
    let end =
        errors.keep("last_day", parse_date(last_day)).map(|day| Timestamp::midnight(day).plus_seconds(24 * 60 * 60));
    if let Some(end) = end {
        if end <= window.opens_at {
            let opens = window.opens_at.display_date();
            errors.push("last_day", "before_opening", format!("不能早于开放日期 {opens}"));
        } else if window.closes_at.is_some_and(|closes| end >= closes) {
            let closes = window.closes_at.map(self::last_day).unwrap_or_default();
            errors.push("last_day", "not_earlier", format!("只能早于全区的截止日期 {closes}；不提前关闭请留空"));
        }
    }
    errors.finish(|| end)
}

/// The window of one year, as an operator types it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WindowForm {
    pub year: i32,
    /// `2026-01-01`
    pub first_day: String,
    /// `2027-03-31`, inclusive; empty while no end is set.
    pub last_day: String,
}

impl WindowForm {
    /// Reports all mistakes at once, in the order of the form. `year_max` is the last year that may be set.
    pub fn parse(&self, year_max: i32) -> Result<RegistrationWindow, FieldErrors> {
        let mut errors = FieldErrors::default();
        if !(CREDITED_YEAR_MIN..=year_max).contains(&self.year) {
            errors.push("year", "unknown", "没有这个年度");
        }
        let first = errors.keep("first_day", parse_date(&self.first_day));
        let last = match self.last_day.trim() {
            "" => None,
            typed => errors.keep("last_day", parse_date(typed)),
        };
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            errors.push("last_day", "before_opening", "截止日期不能早于开放日期");
        }
        errors.finish(|| RegistrationWindow {
            year: self.year,
            opens_at: Timestamp::midnight(first.expect("no mistake was noted")),
            closes_at: last.map(|last| Timestamp::midnight(last).plus_seconds(24 * 60 * 60)),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn midnight(date: &str) -> Timestamp {
        Timestamp::midnight(parse_date(date).expect("a date"))
    }

    fn before(instant: Timestamp) -> Timestamp {
        Timestamp::from_milliseconds(instant.milliseconds() - 1)
    }

    /// 2026 from its first day until the end of the next March.
    fn windows() -> Windows {
        let window = RegistrationWindow {
            year: 2026,
            opens_at: midnight("2026-01-01"),
            closes_at: Some(midnight("2027-04-01")),
        };
        Windows { set: vec![window], closed_early: BTreeMap::new() }
    }

    #[test]
    fn a_window_opens_and_closes_at_its_instants_in_shanghai() {
        let windows = windows();
        let code = |now| windows.require_open(2026, now).map_err(|closed| closed.code());
        assert_eq!(code(before(midnight("2026-01-01"))), Err("window_not_open"));
        // 2025-12-31T16:00:00Z is the new year in Shanghai.
        assert_eq!(code(Timestamp::from_milliseconds(1_767_196_800_000)), Ok(()));
        assert_eq!(code(before(midnight("2027-01-01"))), Ok(()));
        assert_eq!(code(midnight("2027-01-01")), Ok(()));
        assert_eq!(code(before(midnight("2027-04-01"))), Ok(()));
        assert_eq!(code(midnight("2027-04-01")), Err("window_closed"));
    }

    #[test]
    fn a_year_of_which_nothing_is_said_opens_with_its_first_instant_and_stays_open() {
        let nothing = Windows::default();
        let new_year = midnight("2026-01-01");
        assert!(nothing.require_open(2026, before(new_year)).is_err());
        assert_eq!(nothing.require_open(2026, new_year), Ok(()));
        assert_eq!(nothing.require_open(2016, new_year), Ok(()));
        assert_eq!(nothing.open_years(before(new_year)).first(), Some(&2025));
        assert_eq!(nothing.open_years(new_year).first(), Some(&2026));
        assert_eq!(nothing.open_years(new_year).last(), Some(&CREDITED_YEAR_MIN));
    }

    #[test]
    fn a_unit_closes_earlier_and_never_later() {
        let mut windows = windows();
        windows.closed_early.insert(2026, midnight("2026-12-01"));
        assert_eq!(windows.require_open(2026, before(midnight("2026-12-01"))), Ok(()));
        let closed = windows.require_open(2026, midnight("2026-12-01")).expect_err("the unit has closed");
        assert_eq!(
            closed.message(),
            "2026 年度的登记时间为 2026-01-01 至 2027-03-31，您所在单位登记至 2026-11-30，现已关闭"
        );
        windows.closed_early.insert(2026, midnight("2028-01-01"));
        assert!(windows.require_open(2026, midnight("2027-04-01")).is_err());
    }

    #[test]
    fn the_form_says_which_years_end_when() {
        let windows = windows();
        assert_eq!(windows.note(midnight("2026-06-01")), "2026 年度登记至 2027-03-31");
        assert_eq!(windows.note(midnight("2027-06-01")), "");
    }

    #[test]
    fn a_year_closes_soon_from_an_instant_in_shanghai_on() {
        let windows = windows();
        // Thirty days before 2027-04-01 00:00.
        let told = midnight("2027-03-02");
        assert_eq!(windows.closing(before(told), 30), []);
        let closing = Closing { year: 2026, closes_at: midnight("2027-04-01"), soon_since: told };
        assert_eq!(windows.closing(told, 30), [closing]);
        assert_eq!(windows.closing(before(midnight("2027-04-01")), 30), [closing]);
        assert_eq!(windows.closing(midnight("2027-04-01"), 30), []);
    }

    #[test]
    fn the_days_that_are_left_are_those_of_the_calendar_in_shanghai() {
        let closing = windows().closing(midnight("2027-03-26"), 14)[0];
        let five = "2026 年度登记将于 2027-03-31 截止，还有 5 天";
        assert_eq!(closing.sentence(midnight("2027-03-26")), five);
        assert_eq!(closing.sentence(before(midnight("2027-03-27"))), five);
        assert_eq!(closing.sentence(midnight("2027-03-30")), "2026 年度登记将于 2027-03-31 截止，还有 1 天");
        let last = "2026 年度登记将于 2027-03-31 截止，今天是最后一天";
        assert_eq!(closing.sentence(midnight("2027-03-31")), last);
        assert_eq!(closing.sentence(before(midnight("2027-04-01"))), last);
    }

    #[test]
    fn a_units_own_end_over_a_new_year_is_told_and_a_window_is_not_soon_before_it_opens() {
        let mut windows = windows();
        windows.closed_early.insert(2026, midnight("2027-01-10"));
        let closing = windows.closing(midnight("2026-12-31"), 14);
        assert_eq!(closing[0].sentence(midnight("2026-12-31")), "2026 年度登记将于 2027-01-09 截止，还有 9 天");
        windows.set[0].opens_at = midnight("2026-12-30");
        assert_eq!(windows.closing(midnight("2026-12-30"), 14)[0].soon_since, midnight("2026-12-30"));
        assert_eq!(windows.closing(before(midnight("2026-12-30")), 14), []);
    }

    #[test]
    fn a_refusal_names_the_dates() {
        let windows = windows();
        let message = |now| windows.require_open(2026, now).expect_err("closed").message().into_owned();
        assert_eq!(message(midnight("2025-12-31")), "2026 年度的登记时间为 2026-01-01 至 2027-03-31，现在尚未开放");
        assert_eq!(message(midnight("2027-04-01")), "2026 年度的登记时间为 2026-01-01 至 2027-03-31，现已关闭");
    }

    #[test]
    fn a_window_is_typed_by_its_first_and_last_day() {
        let typed = |year, first: &str, last: &str| {
            WindowForm { year, first_day: first.to_owned(), last_day: last.to_owned() }.parse(2027)
        };
        assert_eq!(typed(2026, "2026-01-01", "2027-03-31"), Ok(windows().of(2026)));
        assert_eq!(typed(2026, "2026-01-01", " ").map(|window| window.closes_at), Ok(None));
        let one_day = typed(2027, "2027-05-01", "2027-05-01").expect("a day is a window");
        assert_eq!(one_day.closes_at, Some(midnight("2027-05-02")));
        let codes = |form: Result<RegistrationWindow, FieldErrors>| {
            let errors = form.expect_err("a mistake");
            errors.iter().map(|error| format!("{}:{}", error.path, error.code)).collect::<Vec<_>>()
        };
        assert_eq!(codes(typed(2026, "2026-05-02", "2026-05-01")), ["last_day:before_opening"]);
        assert_eq!(
            codes(typed(2028, "2026-02-30", "later")),
            ["year:unknown", "first_day:not_a_date", "last_day:not_a_date"]
        );
    }

    #[test]
    fn an_early_closing_lies_within_the_window() {
        let window = windows().of(2026);
        let code = |day: &str| {
            let errors = parse_early_closing(window, day).expect_err("a mistake");
            errors.at("last_day").map(|error| error.code.to_string()).unwrap_or_default()
        };
        assert_eq!(parse_early_closing(window, " "), Ok(None));
        assert_eq!(parse_early_closing(window, "2026-11-30"), Ok(Some(midnight("2026-12-01"))));
        assert_eq!(parse_early_closing(window, "2026-01-01"), Ok(Some(midnight("2026-01-02"))));
        assert_eq!(parse_early_closing(window, "2027-03-30"), Ok(Some(midnight("2027-03-31"))));
        assert_eq!(code("2025-12-31"), "before_opening");
        assert_eq!(code("2027-03-31"), "not_earlier");
        assert_eq!(code("2026-02-30"), "not_a_date");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_listed_as_open_is_open(now in 1_451_577_600_000_i64..1_893_427_200_000, early in any::<i32>()) {
            let mut windows = windows();
            windows.closed_early.insert(2026, Timestamp::from_milliseconds(1_790_000_000_000 + i64::from(early)));
            let now = Timestamp::from_milliseconds(now);
            let open = windows.open_years(now);
            for year in CREDITED_YEAR_MIN..=now.date().year() {
                prop_assert_eq!(open.contains(&year), windows.require_open(year, now).is_ok());
            }
        }
    }
}
