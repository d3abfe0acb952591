use domain::hours::parse_date;
use domain::timestamp::Timestamp;
use domain::window::RegistrationWindow;
use functions::store::windows::PlatformWindows;
use tests::World;

mod close_early;
mod read_open_years;
mod read_platform_windows;
mod read_windows;
mod set_window;

fn midnight(date: &str) -> Timestamp {
    Timestamp::midnight(parse_date(date).expect("a date"))
}

/// The operator's window of 2026: from its first day until the end of the next March.
async fn set_2026(world: &World) {
    let window =
        RegistrationWindow { year: 2026, opens_at: midnight("2026-01-01"), closes_at: Some(midnight("2027-04-01")) };
    let stored = PlatformWindows { version: 1, windows: vec![window] };
    world.app.table.transact(vec![stored.put().expect("an item")]).await.expect("a window");
}

/// Moves the clock to an instant.
fn at(world: &World, instant: Timestamp, milliseconds_before: i64) {
    let until = instant.milliseconds() - milliseconds_before - world.app.clock.now().milliseconds();
    world.app.clock.advance_milliseconds(until);
}
