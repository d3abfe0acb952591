//! 学时登记开放 as the chief sees it.

use domain::contract::windows::{WindowRow, WindowRows};
use domain::limits::CREDITED_YEAR_MIN;
use domain::timestamp::Timestamp;
use domain::window::Windows;

use crate::store::windows::Closings;

pub fn window_rows(windows: &Windows, closings: &Closings, now: Timestamp) -> WindowRows {
    let row = |year: i32| {
        let window = windows.of(year);
        WindowRow {
            year,
            opens_at: window.opens_at,
            closes_at: window.closes_at,
            closed_early_at: closings.closed_early.get(&year).copied(),
            is_open: windows.require_open(year, now).is_ok(),
        }
    };
    WindowRows { windows: (CREDITED_YEAR_MIN..=now.date().year()).rev().map(row).collect(), version: closings.version }
}
