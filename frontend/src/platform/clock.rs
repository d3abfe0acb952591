//! The device's clock, for what may be wrong by a day, and the functions' clock, for what is compared with their instants.
//! Where a year decides, the session's `now` counts.

use std::cell::Cell;

use domain::timestamp::Timestamp;

thread_local! {
    /// How many milliseconds the functions are ahead of the device.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

pub fn device_now() -> Timestamp {
    Timestamp::from_milliseconds(js_sys::Date::now() as i64)
}

/// The functions have just said what time it is.
pub fn follow(now: Timestamp) {
    AHEAD.set(now.milliseconds() - device_now().milliseconds());
}

/// What time it is for the functions, as far as they have been heard.
pub fn now() -> Timestamp {
    Timestamp::from_milliseconds(device_now().milliseconds() + AHEAD.get())
}
