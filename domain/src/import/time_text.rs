//! Dates and times as people and spreadsheet programs write them.

use time::{Date, Month};

use crate::hours::{HalfDay, WallTime, date_text};

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

/// A serial date of a spreadsheet as text: `2026-05-07`, or with the time where it has a fraction.
///
/// Day 60 of the system of 1900 does not exist (ECMA-376 part 1, 18.17.4.1), so days before count from one day later;
/// they are before every credited year. `from_1904` is the other system of Excel.
pub fn serial_text(serial: f64, from_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    // Half a second more, so that 9:00 is not 8:59:59.999.
    let minutes = (serial * 24.0 * 60.0 + 1.0 / 120.0).floor();
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let minutes = minutes as i64;
    let (days, minutes) = (minutes.div_euclid(1_440), minutes.rem_euclid(1_440));
    let origin = if from_1904 { (1904, Month::January, 1) } else { (1899, Month::December, 30) };
    let origin = Date::from_calendar_date(origin.0, origin.1, origin.2).ok()?;
    let date = origin.checked_add(time::Duration::days(days))?;
    Some(match minutes {
        0 => date_text(date),
        minutes => format!("{} {:02}:{:02}", date_text(date), minutes / 60, minutes % 60),
    })
}

fn read(text: &str) -> Option<Read> {
    let text: String = text.chars().map(plain).collect();
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

/// Full-width digits and signs as a Chinese input method types them.
fn plain(character: char) -> char {
    match character {
        '\u{FF10}'..='\u{FF19}' => char::from(b'0' + (character as u32 - 0xFF10) as u8),
        '\u{FF1A}' => ':',
        '\u{FF0D}' | '\u{2013}' | '\u{2014}' => '-',
        '\u{FF0F}' => '/',
        '\u{FF0E}' | '。' => '.',
        '\u{3000}' | '\u{A0}' | '\t' => ' ',
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
