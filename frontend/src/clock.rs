//! The device's clock, for what may be wrong by a day. Where a year decides, the session's `now` counts.

use domain::timestamp::Timestamp;

pub fn device_now() -> Timestamp {
    Timestamp::from_milliseconds(js_sys::Date::now() as i64)
}
