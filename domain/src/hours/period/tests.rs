use std::collections::BTreeSet;

use proptest::prelude::*;
use time::{Duration, PrimitiveDateTime, Time};

use super::*;
use crate::hours::parse_date;

fn at(text: &str) -> WallTime {
    WallTime::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn period(start: &str, end: &str) -> Result<Period, PeriodMistake> {
    Period::new(at(start), at(end))
}

/// The time that lies so many minutes after 2015-01-01T00:00.
fn minute(minutes: u32) -> WallTime {
    let origin = PrimitiveDateTime::new(day("2015-01-01"), Time::MIDNIGHT);
    let time = origin + Duration::minutes(minutes.into());
    WallTime::new(time.date(), time.hour(), time.minute()).unwrap()
}

const DAY: u32 = 24 * 60;
const HALF_DAY: u32 = 12 * 60;
const YEARS: u32 = 12 * 365 * DAY;

fn minutes(start: u32, length: u32) -> Period {
    Period::new(minute(start), minute(start + length)).unwrap()
}

#[test]
fn five_calendar_years_are_the_most() {
    assert!(period("2021-06-01T09:30", "2026-06-01T09:30").is_ok());
    assert_eq!(period("2021-06-01T09:30", "2026-06-01T09:31"), Err(PeriodMistake::TooLong));
    assert_eq!(period("2020-01-01T00:00", "2025-01-01T00:01"), Err(PeriodMistake::TooLong));
}

#[test]
fn five_years_from_29_february_end_with_28_february() {
    for start in ["2024-02-29T00:00", "2024-02-29T09:00"] {
        assert!(period(start, "2029-03-01T00:00").is_ok());
        assert_eq!(period(start, "2029-03-01T00:01"), Err(PeriodMistake::TooLong));
    }
    assert!(period("2019-02-28T12:00", "2024-02-28T12:00").is_ok());
    assert_eq!(period("2019-02-28T12:00", "2024-02-29T12:00"), Err(PeriodMistake::TooLong));
}

#[test]
fn the_end_of_the_calendar_is_no_trap() {
    assert_eq!(period("9999-12-31T23:58", "9999-12-31T23:59").unwrap().half_days(), 1);
    assert_eq!(period("0000-01-01T00:00", "0000-01-01T12:00").unwrap().credited_year(), 0);
    let last = day("9999-12-31");
    assert_eq!(Period::from_half_days(last, HalfDay::Morning, last, HalfDay::Afternoon), Err(PeriodMistake::NotADate));
}

#[test]
fn half_days_are_picked_inclusively() {
    let picked = Period::from_half_days(day("2020-05-04"), HalfDay::Morning, day("2020-05-07"), HalfDay::Afternoon);
    let picked = picked.unwrap();
    assert_eq!(picked, period("2020-05-04T00:00", "2020-05-08T00:00").unwrap());
    assert_eq!(picked.half_days(), 8);
    assert_eq!(picked.hours(), Hours::whole(32));
    assert_eq!(picked.explanation(), "8 个半天 × 4 学时 = 32 学时");
    let one = |from, to| Period::from_half_days(day("2020-05-04"), from, day("2020-05-04"), to);
    assert_eq!(one(HalfDay::Afternoon, HalfDay::Afternoon).unwrap().half_days(), 1);
    assert_eq!(one(HalfDay::Afternoon, HalfDay::Morning), Err(PeriodMistake::Reversed));
}

#[test]
fn exact_times_are_no_half_days() {
    assert_eq!(period("2025-03-03T09:00", "2025-03-03T12:00").unwrap().as_half_days(), None);
    assert_eq!(period("2025-03-03T00:00", "2025-03-03T12:01").unwrap().as_half_days(), None);
    assert_eq!(period("2025-03-03T00:00", "2025-03-03T23:00").unwrap().as_half_days(), None);
}

#[test]
fn touching_is_not_overlapping() {
    let morning = period("2025-03-03T00:00", "2025-03-03T12:00").unwrap();
    let afternoon = period("2025-03-03T12:00", "2025-03-04T00:00").unwrap();
    let noon = period("2025-03-03T11:59", "2025-03-03T12:01").unwrap();
    assert!(!morning.overlaps(&afternoon) && !afternoon.overlaps(&morning));
    assert!(noon.overlaps(&morning) && afternoon.overlaps(&noon));
    assert!(morning.overlaps(&morning));
}

#[test]
fn people_read_no_more_than_they_need() {
    for (start, end, shown) in [
        ("2026-05-07T00:00", "2026-05-09T00:00", "2026-05-07 上午 – 05-08 下午"),
        ("2026-05-07T00:00", "2026-05-07T12:00", "2026-05-07 上午"),
        ("2026-05-07T12:00", "2026-05-08T00:00", "2026-05-07 下午"),
        ("2026-05-07T00:00", "2026-05-08T00:00", "2026-05-07 上午 – 下午"),
        ("2024-12-30T12:00", "2025-01-03T12:00", "2024-12-30 下午 – 2025-01-03 上午"),
        ("2024-12-30T00:00", "2025-01-01T00:00", "2024-12-30 上午 – 12-31 下午"),
        ("2026-05-07T09:00", "2026-05-07T17:00", "2026-05-07 09:00 – 17:00"),
        ("2026-05-07T09:00", "2026-05-08T00:00", "2026-05-07 09:00 – 05-08 00:00"),
        ("2024-12-31T09:00", "2025-01-01T17:05", "2024-12-31 09:00 – 2025-01-01 17:05"),
    ] {
        assert_eq!(period(start, end).unwrap().display(), shown);
    }
}

#[test]
fn the_wire_form_is_judged_again() {
    let text = r#"{"start":"2018-05-07T00:00","end":"2018-05-09T00:00"}"#;
    let parsed: Period = serde_json::from_str(text).unwrap();
    assert_eq!(parsed, period("2018-05-07T00:00", "2018-05-09T00:00").unwrap());
    assert_eq!(serde_json::to_string(&parsed).unwrap(), text);
    for text in [
        r#"{"start":"2018-05-09T00:00","end":"2018-05-07T00:00"}"#,
        r#"{"start":"2018-05-07T00:00","end":"2018-05-07T00:00"}"#,
        r#"{"start":"2018-05-07T00:00","end":"2023-05-07T00:01"}"#,
        r#"{"start":"2018-05-07T00:00"}"#,
    ] {
        assert!(serde_json::from_str::<Period>(text).is_err(), "{text}");
    }
}

fn any_half_day() -> impl Strategy<Value = HalfDay> {
    prop_oneof![Just(HalfDay::Morning), Just(HalfDay::Afternoon)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Walks every minute of the period and notes the half-day that the minute lies in.
    #[test]
    fn half_days_are_those_in_which_a_minute_lies(start in 0..YEARS, length in 1..5 * DAY) {
        let touched: BTreeSet<_> =
            (start..start + length).map(|at| (minute(at).date(), minute(at).hour() >= 12)).collect();
        let period = minutes(start, length);
        prop_assert_eq!(period.half_days() as usize, touched.len());
        prop_assert_eq!(period.hours().tenths() as usize, touched.len() * 40);
        let (last_date, last_is_afternoon) = *touched.last().unwrap();
        prop_assert_eq!(period.credited_year(), last_date.year());
        prop_assert_eq!(period.last_half_day(), (last_date, if last_is_afternoon { HalfDay::Afternoon } else { HalfDay::Morning }));
    }

    /// Walks the half-days of a period of up to almost five years.
    #[test]
    fn long_periods_are_counted_alike(start in 0..YEARS, length in 1..5 * 365 * DAY) {
        let mut count = 0;
        let mut half_day = start - start % HALF_DAY;
        while half_day < start + length {
            count += 1;
            half_day += HALF_DAY;
        }
        prop_assert_eq!(minutes(start, length).half_days(), count);
    }

    #[test]
    fn a_longer_period_never_counts_less(start in 5000..YEARS, length in 1..400 * DAY, more in 0_u32..5000) {
        let period = minutes(start, length);
        let later = minutes(start, length + more);
        let earlier = minutes(start - more, length + more);
        prop_assert!(later.half_days() >= period.half_days());
        prop_assert!(earlier.half_days() >= period.half_days());
        prop_assert!(later.credited_year() >= period.credited_year());
        prop_assert_eq!(earlier.credited_year(), period.credited_year());
    }

    #[test]
    fn a_cut_at_noon_or_midnight_changes_nothing(cut in 800..YEARS / HALF_DAY, before in 1..400 * DAY, after in 1..400 * DAY) {
        let cut = cut * HALF_DAY;
        let whole = minutes(cut - before, before + after);
        prop_assert_eq!(whole.half_days(), minutes(cut - before, before).half_days() + minutes(cut, after).half_days());
    }

    #[test]
    fn a_cut_elsewhere_counts_one_half_day_twice(cut in 800 * HALF_DAY..YEARS, before in 1..400 * DAY, after in 1..400 * DAY) {
        prop_assume!(cut % HALF_DAY != 0);
        let whole = minutes(cut - before, before + after);
        prop_assert_eq!(whole.half_days() + 1, minutes(cut - before, before).half_days() + minutes(cut, after).half_days());
    }

    #[test]
    fn picked_half_days_are_given_back(
        start in 0..YEARS / DAY, days in 0..1800_u32, start_half in any_half_day(), end_half in any_half_day(),
    ) {
        prop_assume!(days > 0 || start_half <= end_half);
        let (from, to) = (minute(start * DAY).date(), minute((start + days) * DAY).date());
        let period = Period::from_half_days(from, start_half, to, end_half).unwrap();
        prop_assert_eq!(period.as_half_days(), Some(((from, start_half), (to, end_half))));
        prop_assert_eq!(period.half_days() as i32, days as i32 * 2 + end_half as i32 - start_half as i32 + 1);
        prop_assert_eq!(period.credited_year(), to.year());
    }

    #[test]
    fn overlap_is_a_common_minute(a in 0_u32..60, a_length in 1_u32..60, b in 0_u32..60, b_length in 1_u32..60) {
        let common = (a..a + a_length).any(|minute| (b..b + b_length).contains(&minute));
        prop_assert_eq!(minutes(a, a_length).overlaps(&minutes(b, b_length)), common);
    }

    #[test]
    fn the_wire_form_loses_nothing(start in 0..YEARS, length in 1..5 * 365 * DAY) {
        let period = minutes(start, length);
        let text = serde_json::to_string(&period).unwrap();
        prop_assert_eq!(serde_json::from_str::<Period>(&text).unwrap(), period);
    }
}
