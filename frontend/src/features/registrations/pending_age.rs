//! How long registrations have waited.

use domain::contract::registrations::RegistrationRow;
use domain::timestamp::Timestamp;

const SECONDS_PER_HOUR: i64 = 60 * 60;
const SECONDS_PER_DAY: i64 = 24 * SECONDS_PER_HOUR;

/// `2 天`, `5 小时`, `不到 1 小时`. A device whose clock is behind has not waited at all.
pub fn waited(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.seconds() - since.seconds();
    match seconds {
        SECONDS_PER_DAY.. => format!("{} 天", seconds / SECONDS_PER_DAY),
        SECONDS_PER_HOUR.. => format!("{} 小时", seconds / SECONDS_PER_HOUR),
        _ => "不到 1 小时".to_owned(),
    }
}

/// `最早一条已等待 2 天`; nothing where nothing waits.
pub fn oldest_waits(rows: &[RegistrationRow], now: Timestamp) -> Option<String> {
    let oldest = rows.iter().filter_map(|row| row.submitted_at).min()?;
    Some(format!("最早一条已等待 {}", waited(oldest, now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registrations::sample::row;

    fn after(hours: i64) -> String {
        waited(Timestamp::from_milliseconds(0), Timestamp::from_milliseconds(hours * 3_600_000 + 1_000))
    }

    #[test]
    fn waiting_is_told_in_the_unit_that_fits() {
        assert_eq!(after(0), "不到 1 小时");
        assert_eq!(after(1), "1 小时");
        assert_eq!(after(23), "23 小时");
        assert_eq!(after(24), "1 天");
        assert_eq!(after(71), "2 天");
        assert_eq!(after(-5), "不到 1 小时");
    }

    #[test]
    fn the_oldest_counts() {
        let at = |seconds: i64| Some(Timestamp::from_milliseconds(seconds * 1_000));
        let mut rows = vec![row(1), row(2), row(3)];
        (rows[0].submitted_at, rows[1].submitted_at, rows[2].submitted_at) = (at(90_000), at(0), None);
        let now = Timestamp::from_milliseconds(2 * SECONDS_PER_DAY * 1_000);
        assert_eq!(oldest_waits(&rows, now).as_deref(), Some("最早一条已等待 2 天"));
        assert_eq!(oldest_waits(&[], now), None);
    }
}
