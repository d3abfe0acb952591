//! Instants, as the functions record them. The clock itself stays outside: rules receive instants.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// Asia/Shanghai has been UTC+8 without daylight saving since 1991, before every year that can be credited.
const SHANGHAI: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(offset) => offset,
    Err(_) => panic!("eight hours is an offset"),
};

/// Milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// The wall clock in Asia/Shanghai at this instant. Instants outside the calendar show its edge.
    pub fn shanghai(self) -> PrimitiveDateTime {
        let utc = OffsetDateTime::from_unix_timestamp(self.seconds()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let local = utc.to_offset(SHANGHAI);
        PrimitiveDateTime::new(local.date(), local.time())
    }

    /// The instant at which a date begins in Asia/Shanghai.
    pub fn midnight(date: Date) -> Self {
        let midnight = PrimitiveDateTime::new(date, time::Time::MIDNIGHT).assume_offset(SHANGHAI);
        Self(midnight.unix_timestamp() * 1_000)
    }

    /// The calendar date in Asia/Shanghai at this instant.
    pub fn date(self) -> Date {
        self.shanghai().date()
    }

    /// `2026-11-20 09:05`, for people.
    pub fn display(self) -> String {
        let at = self.shanghai();
        let (date, time) = (at.date(), at.time());
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute()
        )
    }

    /// `2026-11-20`, for people.
    pub fn display_date(self) -> String {
        let mut text = self.display();
        text.truncate(10);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_changes_at_midnight_in_shanghai() {
        // 2025-12-31T16:00:00Z is midnight of the new year in Shanghai (`date -d @1767196800 -u`).
        let midnight = Timestamp::from_milliseconds(1_767_196_800_000);
        assert_eq!(midnight.display(), "2026-01-01 00:00");
        assert_eq!(Timestamp::midnight(midnight.date()), midnight);
        assert_eq!(Timestamp::from_milliseconds(midnight.milliseconds() - 1).display_date(), "2025-12-31");
    }
}
