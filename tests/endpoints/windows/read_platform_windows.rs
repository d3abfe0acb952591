use domain::contract::ReadPlatformWindows;
use domain::contract::windows::ReadPlatformWindowsRequest;
use functions::store::keys::Key;
use functions::store::table::item;
use tests::World;

use super::{at, midnight, set_2026};

#[tokio::test]
async fn the_operator_sees_every_year_from_the_next_one_on() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let unset = operator.call::<ReadPlatformWindows>(&ReadPlatformWindowsRequest {}).await.expect("the windows");
    assert_eq!(unset.version, 0);
    assert!(unset.windows.iter().all(|row| !row.is_set && row.closes_at.is_none()));
    set_2026(&world).await;
    let rows = operator.call::<ReadPlatformWindows>(&ReadPlatformWindowsRequest {}).await.expect("the windows");
    let years: Vec<i32> = rows.windows.iter().map(|row| row.year).collect();
    assert_eq!(years, (2016..=2027).rev().collect::<Vec<_>>());
    assert_eq!(rows.version, 1);
    let [next, this, last] = [&rows.windows[0], &rows.windows[1], &rows.windows[2]];
    assert_eq!((next.is_set, next.is_open, next.opens_at), (false, false, midnight("2027-01-01")));
    assert_eq!((this.is_set, this.is_open, this.closes_at), (true, true, Some(midnight("2027-04-01"))));
    assert_eq!((last.is_set, last.is_open, last.closes_at), (false, true, None));
}

#[tokio::test]
async fn a_year_is_open_until_its_very_end() {
    let world = World::new().await;
    set_2026(&world).await;
    for (before, is_open) in [(1, true), (0, false)] {
        at(&world, midnight("2027-04-01"), before);
        let login = format!("operator-{before}");
        let operator = world.operator(&login).await.browser;
        let rows = operator.call::<ReadPlatformWindows>(&ReadPlatformWindowsRequest {}).await.expect("the windows");
        let row = rows.windows.iter().find(|row| row.year == 2026).expect("the year");
        assert_eq!(row.is_open, is_open);
    }
}

#[tokio::test]
async fn windows_of_before_there_were_versions_are_read() {
    let world = World::new().await;
    let window = serde_json::json!({ "year": 2026, "opens_at": 0, "closes_at": 1 });
    let old = item(&Key::windows(), &serde_json::json!({ "windows": [window] })).expect("an item");
    world.app.table.put(old).await.expect("stored");
    let operator = world.operator("huang.feng").await.browser;
    let rows = operator.call::<ReadPlatformWindows>(&ReadPlatformWindowsRequest {}).await.expect("the windows");
    let row = rows.windows.iter().find(|row| row.year == 2026).expect("the year");
    assert_eq!((rows.version, row.is_set, row.is_open), (0, true, false));
}
