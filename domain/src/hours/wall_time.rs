use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month, PrimitiveDateTime, Time};

use crate::field_errors::Mistake;

/// A reading of the clock on a wall in Asia/Shanghai: date, hour and minute; years 0–9999.
///
/// Text and wire form are `2018-05-07T00:00`, which is also what a browser's `datetime-local` field holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WallTime(PrimitiveDateTime);

impl WallTime {
    /// The reading at hour 0–23 and minute 0–59 of a date; nothing outside these or outside the years 0–9999.
    pub fn new(date: Date, hour: u8, minute: u8) -> Option<Self> {
        let time = Time::from_hms(hour, minute, 0).ok()?;
        (0..=9999).contains(&date.year()).then(|| Self(PrimitiveDateTime::new(date, time)))
    }

    /// The wall time at an instant, given in seconds since 1970-01-01T00:00Z; seconds are dropped.
    ///
    /// China Standard Time is UTC+8 and has had no daylight saving since 1992, so no time zone table is needed for
    /// the present, which is what this is for.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        const EPOCH: PrimitiveDateTime = PrimitiveDateTime::new(
            match Date::from_ordinal_date(1970, 1) {
                Ok(date) => date,
                Err(_) => panic!("1970 has a first day"),
            },
            Time::MIDNIGHT,
        );
        let shanghai = seconds.checked_add(8 * 3600)?;
        let reading = EPOCH.checked_add(Duration::minutes(shanghai.div_euclid(60)))?;
        Self::new(reading.date(), reading.hour(), reading.minute())
    }

    /// Reads exactly `YYYY-MM-DDTHH:MM`; 24:00 is not a time of day here.
    pub fn parse(text: &str) -> Result<Self, WallTimeMistake> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WallTimeMistake::Required);
        }
        Self::read(text).ok_or(WallTimeMistake::NotADate)
    }

    fn read(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let (hour, minute) = time.split_once(':')?;
        Self::new(read_date(date)?, number(hour, 2)? as u8, number(minute, 2)? as u8)
    }

    pub fn date(self) -> Date {
        self.0.date()
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// 0–23.
    pub fn hour(self) -> u8 {
        self.0.hour()
    }

    /// 0–59.
    pub fn minute(self) -> u8 {
        self.0.minute()
    }

    /// `09:00`.
    pub(super) fn clock_text(self) -> String {
        let mut text = String::with_capacity(5);
        push_number(&mut text, self.hour().into(), 2);
        text.push(':');
        push_number(&mut text, self.minute().into(), 2);
        text
    }
}

/// Reads exactly `YYYY-MM-DD`, as a browser's `date` field holds it.
pub fn parse_date(text: &str) -> Result<Date, WallTimeMistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(WallTimeMistake::Required);
    }
    read_date(text).ok_or(WallTimeMistake::NotADate)
}

/// `2018-05-07`, the inverse of [`parse_date`] for the years 0–9999.
pub fn date_text(date: Date) -> String {
    let mut text = String::with_capacity(10);
    push_number(&mut text, date.year().unsigned_abs(), 4);
    text.push('-');
    text.push_str(&month_and_day_text(date));
    text
}

/// `05-07`.
pub(super) fn month_and_day_text(date: Date) -> String {
    let mut text = String::with_capacity(5);
    push_number(&mut text, u8::from(date.month()).into(), 2);
    text.push('-');
    push_number(&mut text, date.day().into(), 2);
    text
}

fn read_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let month = Month::try_from(number(month, 2)? as u8).ok()?;
    Date::from_calendar_date(number(year, 4)?.into(), month, number(day, 2)? as u8).ok()
}

/// The value of exactly `width` ASCII digits, at most four.
fn number(text: &str, width: usize) -> Option<u16> {
    let well_formed = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    if well_formed { text.parse().ok() } else { None }
}

/// Appends a number with leading zeros. `{:04}` would do the same through the formatting machinery of integers.
fn push_number(text: &mut String, number: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        text.push(char::from(b'0' + digit as u8));
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&date_text(self.date()))?;
        f.write_str("T")?;
        f.write_str(&self.clock_text())
    }
}

impl fmt::Debug for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<WallTime> for String {
    fn from(time: WallTime) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for WallTime {
    type Error = WallTimeMistake;

    fn try_from(text: String) -> Result<Self, WallTimeMistake> {
        Self::parse(&text)
    }
}

/// Why a text is no wall time or no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WallTimeMistake {
    Required,
    /// Not of the form, or no such day, hour or minute.
    NotADate,
}

impl Mistake for WallTimeMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotADate => "not_a_date",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请选择日期和时间",
            Self::NotADate => "没有这个日期或时间，请重新选择，例如 2026-05-07 09:00",
        })
    }
}

impl fmt::Display for WallTimeMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_real_dates_and_times_are_read() {
        for text in ["2018-05-07T00:00", "2024-02-29T23:59", "0000-01-01T00:00", "9999-12-31T12:30"] {
            assert_eq!(WallTime::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "2025-02-29T00:00",
            "2025-03-03T24:00",
            "2025-03-03T23:60",
            "2025-13-01T00:00",
            "2025-00-01T00:00",
            "2025-01-00T00:00",
            "2025-03-03",
            "2025-03-03 09:00",
            "2025-03-03T09:00:00",
            "2025-3-03T09:00",
            "2025-03-03T9:00",
            "+025-03-03T09:00",
            "12025-03-03T09:00",
            "2025-03-03T09:00Z",
            "\u{FF12}025-03-03T09:00",
        ] {
            assert_eq!(WallTime::parse(text), Err(WallTimeMistake::NotADate), "{text}");
        }
        assert_eq!(WallTime::parse(" "), Err(WallTimeMistake::Required));
    }

    #[test]
    fn dates_alone_are_read_for_date_fields() {
        assert_eq!(parse_date("2024-02-29").map(date_text), Ok("2024-02-29".to_owned()));
        assert_eq!(parse_date("2023-02-29"), Err(WallTimeMistake::NotADate));
        assert_eq!(parse_date("2024-02-29T00:00"), Err(WallTimeMistake::NotADate));
        assert_eq!(parse_date(""), Err(WallTimeMistake::Required));
    }

    #[test]
    fn shanghai_is_eight_hours_ahead() {
        let at = |seconds| WallTime::from_unix_seconds(seconds).map(|time| time.to_string());
        assert_eq!(at(0).as_deref(), Some("1970-01-01T08:00"));
        assert_eq!(at(-28_801).as_deref(), Some("1969-12-31T23:59"));
        // 2001-09-09T01:46:40Z, the thousand-millionth second.
        assert_eq!(at(1_000_000_000).as_deref(), Some("2001-09-09T09:46"));
        // The last second of 2025 in Shanghai and the first of 2026.
        assert_eq!(at(1_767_196_799).as_deref(), Some("2025-12-31T23:59"));
        assert_eq!(at(1_767_196_800).as_deref(), Some("2026-01-01T00:00"));
        assert_eq!(at(i64::MAX), None);
        assert_eq!(at(i64::MIN), None);
    }

    #[test]
    fn years_that_the_text_cannot_hold_are_refused() {
        assert_eq!(WallTime::new(Date::from_calendar_date(-1, Month::May, 7).unwrap(), 0, 0), None);
    }

    #[test]
    fn the_wire_form_is_judged_again() {
        let time = WallTime::parse("2018-05-07T09:30").unwrap();
        assert_eq!(serde_json::to_string(&time).unwrap(), "\"2018-05-07T09:30\"");
        assert_eq!(serde_json::from_str::<WallTime>("\"2018-05-07T09:30\"").unwrap(), time);
        assert!(serde_json::from_str::<WallTime>("\"2018-02-30T09:30\"").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_shown_is_read_back_and_sorts_alike(
            a in (0..=9999, 1_u16..=365, 0_u8..24, 0_u8..60),
            b in (0..=9999, 1_u16..=365, 0_u8..24, 0_u8..60),
        ) {
            let [a, b] = [a, b].map(|(year, day, hour, minute)| {
                WallTime::new(Date::from_ordinal_date(year, day).unwrap(), hour, minute).unwrap()
            });
            prop_assert_eq!(WallTime::parse(&a.to_string()), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
