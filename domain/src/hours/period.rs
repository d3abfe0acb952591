use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::{
    HalfDay, Hours, WallTime,
    wall_time::{date_text, month_and_day_text},
};
use crate::{field_errors::Mistake, limits::PERIOD_YEARS_MAX};

/// Credit hours that every touched half-day counts.
pub const HOURS_PER_HALF_DAY: u32 = 4;

/// When something was done: half-open `[start, end)`, never empty, at most five calendar years long.
///
/// It counts 4 学时 for every half-day that it touches; weekends and holidays count too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Period {
    start: WallTime,
    end: WallTime,
}

#[derive(Deserialize)]
struct Unchecked {
    start: WallTime,
    end: WallTime,
}

impl TryFrom<Unchecked> for Period {
    type Error = PeriodMistake;

    fn try_from(Unchecked { start, end }: Unchecked) -> Result<Self, PeriodMistake> {
        Self::new(start, end)
    }
}

impl Period {
    /// Accepts `start < end` with an end no later than the same date and time five calendar years on.
    ///
    /// From 29 February, where the fifth year has none, the last day is 28 February, to its end (Civil Code,
    /// article 202: the last day of the month stands in for a missing date).
    pub fn new(start: WallTime, end: WallTime) -> Result<Self, PeriodMistake> {
        if end == start {
            return Err(PeriodMistake::Empty);
        }
        if end < start {
            return Err(PeriodMistake::Reversed);
        }
        if latest_end(start).is_some_and(|latest| end > latest) {
            return Err(PeriodMistake::TooLong);
        }
        Ok(Self { start, end })
    }

    /// The period from the beginning of one half-day to the end of another, both included.
    pub fn from_half_days(
        start_date: Date,
        start_half: HalfDay,
        end_date: Date,
        end_half: HalfDay,
    ) -> Result<Self, PeriodMistake> {
        if (end_date, end_half) < (start_date, start_half) {
            return Err(PeriodMistake::Reversed);
        }
        let start = WallTime::new(start_date, start_half.first_hour(), 0);
        let end = match end_half {
            HalfDay::Morning => WallTime::new(end_date, HalfDay::Afternoon.first_hour(), 0),
            HalfDay::Afternoon => end_date.next_day().and_then(|next| WallTime::new(next, 0, 0)),
        };
        Self::new(start.ok_or(PeriodMistake::NotADate)?, end.ok_or(PeriodMistake::NotADate)?)
    }

    pub fn start(&self) -> WallTime {
        self.start
    }

    /// The first minute that no longer belongs to the period.
    pub fn end(&self) -> WallTime {
        self.end
    }

    /// The number of half-days that the period touches, at least 1.
    pub fn half_days(&self) -> u32 {
        (half_day_before(self.end) - half_day_of(self.start)) as u32 + 1
    }

    /// 4 学时 for every touched half-day.
    pub fn hours(&self) -> Hours {
        Hours::whole(HOURS_PER_HALF_DAY * self.half_days())
    }

    /// The year in which the hours count (计入年度): that of the last touched half-day.
    pub fn credited_year(&self) -> i32 {
        self.last_half_day().0.year()
    }

    /// Whether the two have a minute in common; a period that begins when the other ends does not overlap it.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The first half-day that the period touches.
    pub fn first_half_day(&self) -> (Date, HalfDay) {
        (self.start.date(), HalfDay::of_hour(self.start.hour()))
    }

    /// The last half-day that the period touches.
    pub fn last_half_day(&self) -> (Date, HalfDay) {
        let (date, half) = (self.end.date(), HalfDay::of_hour(self.end.hour()));
        match half {
            _ if !on_boundary(self.end) => (date, half),
            HalfDay::Afternoon => (date, HalfDay::Morning),
            HalfDay::Morning => (date.previous_day().unwrap_or(Date::MIN), HalfDay::Afternoon),
        }
    }

    /// The first and last half-day where the period is made of whole ones: the inverse of
    /// [`from_half_days`](Self::from_half_days).
    pub fn as_half_days(&self) -> Option<((Date, HalfDay), (Date, HalfDay))> {
        let whole = on_boundary(self.start) && on_boundary(self.end);
        whole.then(|| (self.first_half_day(), self.last_half_day()))
    }

    /// How the hours came about: `8 个半天 × 4 学时 = 32 学时`.
    pub fn explanation(&self) -> String {
        format!("{} 个半天 × {HOURS_PER_HALF_DAY} 学时 = {} 学时", self.half_days(), self.hours())
    }

    /// For people: `2026-05-07 上午 – 05-08 下午` where it is made of whole half-days, else
    /// `2026-05-07 09:00 – 17:00`. What the end shares with the start is not said twice.
    pub fn display(&self) -> String {
        let (from, to, from_time, to_time) = match self.as_half_days() {
            Some((first, last)) if first == last => return date_text(first.0) + " " + first.1.name(),
            Some((first, last)) => (first.0, last.0, first.1.name().into(), last.1.name().into()),
            None => (self.start.date(), self.end.date(), self.start.clock_text(), self.end.clock_text()),
        };
        let mut text = date_text(from) + " " + &from_time + " – ";
        if to.year() != from.year() {
            text += &date_text(to);
            text.push(' ');
        } else if to != from {
            text += &month_and_day_text(to);
            text.push(' ');
        }
        text + &to_time
    }
}

/// Half-days since an arbitrary origin, up to the one that the time lies in.
fn half_day_of(time: WallTime) -> i32 {
    time.date().to_julian_day() * 2 + HalfDay::of_hour(time.hour()) as i32
}

/// The same for the last half-day that a period ending at the time touches.
fn half_day_before(end: WallTime) -> i32 {
    half_day_of(end) - i32::from(on_boundary(end))
}

fn on_boundary(time: WallTime) -> bool {
    time.hour().is_multiple_of(12) && time.minute() == 0
}

/// The latest end of a period from `start`, or nothing where that lies beyond the calendar.
fn latest_end(start: WallTime) -> Option<WallTime> {
    let (year, date) = (start.year() + PERIOD_YEARS_MAX, start.date());
    match Date::from_calendar_date(year, date.month(), date.day()) {
        Ok(date) => WallTime::new(date, start.hour(), start.minute()),
        Err(_) => WallTime::new(Date::from_calendar_date(year, Month::March, 1).ok()?, 0, 0),
    }
}

/// Why two ends make no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodMistake {
    /// The end is the start.
    Empty,
    /// The end lies before the start.
    Reversed,
    /// Longer than five calendar years.
    TooLong,
    /// An end beyond the years that a [`WallTime`] holds.
    NotADate,
}

impl Mistake for PeriodMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "period_empty",
            Self::Reversed => "period_reversed",
            Self::TooLong => "period_too_long",
            Self::NotADate => "not_a_date",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Empty => "结束时间须晚于开始时间，请核对两个时间",
            Self::Reversed => "结束时间早于开始时间，请核对两个时间",
            Self::TooLong => "起止时间超过 5 年，请核对，或分几次登记",
            Self::NotADate => "没有这个日期，请重新选择",
        })
    }
}

impl fmt::Display for PeriodMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

#[cfg(test)]
mod tests;
