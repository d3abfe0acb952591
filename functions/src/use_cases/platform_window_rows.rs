//! 学时登记开放 as an operator sees it.

use domain::contract::windows::{PlatformWindow, PlatformWindows};
use domain::limits::CREDITED_YEAR_MIN;
use domain::timestamp::Timestamp;
use domain::window::Windows;

use crate::store::windows;

/// The last year whose window can be set: the next one, so that it can be announced before it begins.
pub fn year_max(now: Timestamp) -> i32 {
    now.date().year() + 1
}

pub fn platform_rows(stored: &windows::PlatformWindows, now: Timestamp) -> PlatformWindows {
    let windows = Windows { set: stored.windows.clone(), ..Windows::default() };
    let row = |year: i32| {
        let window = windows.of(year);
        PlatformWindow {
            year,
            opens_at: window.opens_at,
            closes_at: window.closes_at,
            is_set: stored.windows.iter().any(|one| one.year == year),
            is_open: windows.require_open(year, now).is_ok(),
        }
    };
    PlatformWindows { windows: (CREDITED_YEAR_MIN..=year_max(now)).rev().map(row).collect(), version: stored.version }
}
