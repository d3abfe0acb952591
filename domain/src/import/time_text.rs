//! Dates and times as people and spreadsheet programs write them.

use time::{Date, Month};

use crate::folding;
use crate::hours::{HalfDay, WallTime, date_text, parse_date};

/// A date with what was said about the time of day.
struct Read {
    date: Date,
    time: TimeOfDay,
}

enum TimeOfDay {
    Unsaid,
    Half(HalfDay),
    At { hour: u8, minute: u8 },
}

/// 开始时间: a date alone begins with its morning.
pub fn start_of(text: &str) -> Option<WallTime> {
    let Read { date, time } = read(text)?;
    match time {
        TimeOfDay::Unsaid | TimeOfDay::Half(HalfDay::Morning) => WallTime::new(date, 0, 0),
        TimeOfDay::Half(HalfDay::Afternoon) => WallTime::new(date, 12, 0),
        TimeOfDay::At { hour, minute } => WallTime::new(date, hour, minute),
    }
}

/// 结束时间, exclusive: a date alone ends with its afternoon.
pub fn until(text: &str) -> Option<WallTime> {
    let Read { date, time } = read(text)?;
    match time {
        TimeOfDay::Unsaid | TimeOfDay::Half(HalfDay::Afternoon) => WallTime::new(date.next_day()?, 0, 0),
        TimeOfDay::Half(HalfDay::Morning) => WallTime::new(date, 12, 0),
        TimeOfDay::At { hour, minute } => WallTime::new(date, hour, minute),
    }
}

/// What a cell shows of the figure in it, by its number format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A figure that is no date: `2026`, `46149`.
    Figure,
    /// A date alone: the whole day, whatever fraction it hides.
    Day,
    /// A date with 上午 or 下午.
    HalfDay,
    /// A date with a time of day, also one of 00:00.
    Instant,
    /// A month without its day.
    Month,
    /// A time without its date.
    Clock,
}

/// A figure where a time is due, as somebody would have typed what its cell shows: `2026-05-07`, `2026-05-07 00:00`. What
/// shows no date is given back as the figure, which [`start_of`] and [`until`] read if it is a date of eight digits.
///
/// Day 60 of the system of 1900 does not exist (ECMA-376 part 1, 18.17.4.1), so days before count from one day later;
/// they are before every credited year. `from_1904` is the other system of Excel.
pub fn serial_text(serial: f64, from_1904: bool, shown: Shown) -> String {
    match date_and_minutes(serial, from_1904) {
        Some((date, minutes)) if shown != Shown::Figure => text_of(date, minutes, shown),
        _ => serial.to_string(),
    }
}

/// The same for a date and time after ISO 8601, which a cell may hold instead of a figure (ECMA-376 part 1, 18.18.11: `d`).
/// A cell without a format for dates shows what it holds. What is no date is given back as it is.
pub fn iso_text(iso: &str, shown: Shown) -> String {
    let (day, clock) = iso.split_once(['T', ' ']).unwrap_or((iso, ""));
    let clock = clock.split(['Z', '+', '-']).next().unwrap_or_default();
    let minutes = match time_of_day(clock) {
        Some(TimeOfDay::At { hour, minute }) => Some(i64::from(hour) * 60 + i64::from(minute)),
        _ => None,
    };
    match (parse_date(day), minutes) {
        (Ok(date), None) if clock.is_empty() => {
            text_of(date, 0, if shown == Shown::Figure { Shown::Day } else { shown })
        }
        (Ok(date), Some(minutes)) => {
            text_of(date, minutes, if shown == Shown::Figure { Shown::Instant } else { shown })
        }
        _ => iso.to_owned(),
    }
}

/// A date, and minutes since its midnight, as a cell shows them.
fn text_of(date: Date, minutes: i64, shown: Shown) -> String {
    let clock = || format!("{:02}:{:02}", minutes / 60, minutes % 60);
    match shown {
        Shown::Figure | Shown::Day => date_text(date),
        Shown::HalfDay => {
            let half = if minutes < 12 * 60 { HalfDay::Morning } else { HalfDay::Afternoon };
            format!("{} {}", date_text(date), half.name())
        }
        Shown::Instant => format!("{} {}", date_text(date), clock()),
        Shown::Month => date_text(date)[..7].to_owned(),
        Shown::Clock => clock(),
    }
}

/// The date of a serial and the minutes since its midnight.
fn date_and_minutes(serial: f64, from_1904: bool) -> Option<(Date, i64)> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    // Half a second more, so that 9:00 is not 8:59:59.999.
    let minutes = (serial * 24.0 * 60.0 + 1.0 / 120.0).floor();
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let minutes = minutes as i64;
    let origin = if from_1904 { (1904, Month::January, 1) } else { (1899, Month::December, 30) };
    let origin = Date::from_calendar_date(origin.0, origin.1, origin.2).ok()?;
    let date = origin.checked_add(time::Duration::days(minutes.div_euclid(1_440)))?;
    Some((date, minutes.rem_euclid(1_440)))
}

fn read(text: &str) -> Option<Read> {
    let text = folding::text(text);
    let text: String = text.trim_start_matches('\'').chars().map(plain).collect();
    let text = text.replace("年 ", "年").replace("月 ", "月");
    let text = text.trim();
    let (rest, half) = match (text.strip_suffix("上午"), text.strip_suffix("下午")) {
        (Some(rest), _) => (rest, Some(HalfDay::Morning)),
        (_, Some(rest)) => (rest, Some(HalfDay::Afternoon)),
        _ => (text, None),
    };
    let rest = rest.trim();
    let (day, clock) = match rest.find([' ', 'T']) {
        Some(place) => (&rest[..place], rest[place + 1..].trim()),
        None => (rest, ""),
    };
    let date = date(day)?;
    let time = match (half, clock) {
        (Some(half), "") => TimeOfDay::Half(half),
        (None, "") => TimeOfDay::Unsaid,
        (None, clock) => time_of_day(clock)?,
        (Some(_), _) => return None,
    };
    Some(Read { date, time })
}

/// Full-width signs as a Chinese input method types them.
fn plain(character: char) -> char {
    match character {
        '\u{FF1A}' => ':',
        '\u{FF0D}' | '\u{2013}' | '\u{2014}' => '-',
        '\u{FF0F}' => '/',
        '\u{FF0E}' | '。' => '.',
        blank if blank.is_whitespace() => ' ',
        other => other,
    }
}

/// `2026-5-7`, `2026/05/07`, `2026.5.7`, `2026年5月7日` or `20260507`.
fn date(text: &str) -> Option<Date> {
    let numbers: Vec<&str> = match text.strip_suffix('日').unwrap_or(text) {
        text if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            vec![&text[..4], &text[4..6], &text[6..]]
        }
        text => text.split(['-', '/', '.', '年', '月']).collect(),
    };
    let [year, month, day] = numbers[..] else { return None };
    let month = Month::try_from(number(month, 2)? as u8).ok()?;
    if year.len() != 4 {
        return None;
    }
    Date::from_calendar_date(number(year, 4)? as i32, month, number(day, 2)? as u8).ok()
}

/// `9:00`, `09:00` or `09:00:00`. The end of a day is 24:00 in no spreadsheet.
fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    if let Some(seconds) = parts.next() {
        number(seconds.split('.').next()?, 2).filter(|seconds| *seconds < 60)?;
    }
    let ends = parts.next().is_none() && hour < 24 && minute < 60;
    ends.then_some(TimeOfDay::At { hour: hour as u8, minute: minute as u8 })
}

fn number(text: &str, digits_max: usize) -> Option<u32> {
    let fits = (1..=digits_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}
