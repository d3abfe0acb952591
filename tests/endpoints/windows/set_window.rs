use domain::contract::windows::{CloseEarlyRequest, PlatformWindow, PlatformWindows, SetWindowRequest};
use domain::contract::{CloseEarly, CreateRegistration, SetWindow};
use domain::id::UnitId;
use domain::window::WindowForm;
use functions::idempotency::stored_key;
use functions::store::keys::Key;
use functions::store::table::item;
use tests::World;
use tests::fixtures::{chief, form};

use super::{midnight, set_2026};

fn set(year: i32, first_day: &str, last_day: &str, version: u32) -> SetWindowRequest {
    let form = WindowForm { year, first_day: first_day.to_owned(), last_day: last_day.to_owned() };
    SetWindowRequest { version, form }
}

fn row(rows: &PlatformWindows, year: i32) -> &PlatformWindow {
    rows.windows.iter().find(|row| row.year == year).expect("the year")
}

#[tokio::test]
async fn a_window_holds_for_everyone_once_set_and_a_repeat_sets_nothing_more() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    nurse.browser.call::<CreateRegistration>(&form("甲")).await.expect("2018 is open while nothing is said");
    let (key, request) = (world.key(), set(2018, "2018-01-01", "2026-11-19", 0));
    let rows = operator.keyed::<SetWindow>(&request, &key).await.expect("set");
    assert_eq!((rows.version, row(&rows, 2018).closes_at), (1, Some(midnight("2026-11-20"))));
    assert!(row(&rows, 2018).is_set && !row(&rows, 2018).is_open && !row(&rows, 2019).is_set);
    assert_eq!(operator.keyed::<SetWindow>(&request, &key).await.expect("a repeat"), rows);
    let refused = nurse.browser.call::<CreateRegistration>(&form("乙")).await.expect_err("closed");
    assert_eq!(refused.fields(), ["credited_year:window_closed"]);

    let noted: serde_json::Value = world
        .app
        .table
        .get(&Key::unit_log(&UnitId::other(), &stored_key(&key), "2018"))
        .await
        .expect("a read")
        .expect("noted");
    assert_eq!((&noted["event"], &noted["actor"]), (&"window_set".into(), &"黄锋（平台管理员）".into()));

    // Another year beside it; then the first one again, without an end.
    let rows = operator.call::<SetWindow>(&set(2027, "2027-02-01", "2028-03-31", 1)).await.expect("next year");
    assert_eq!((row(&rows, 2027).is_open, row(&rows, 2018).is_set), (false, true));
    let rows = operator.call::<SetWindow>(&set(2018, "2018-01-01", "", 2)).await.expect("open again");
    assert_eq!((rows.version, row(&rows, 2018).is_open, row(&rows, 2027).is_set), (3, true, true));
    nurse.browser.call::<CreateRegistration>(&form("丙")).await.expect("open again");
}

#[tokio::test]
async fn who_has_not_seen_the_latest_windows_sets_nothing() {
    let world = World::new().await;
    set_2026(&world).await;
    let one = world.operator("huang.feng").await.browser;
    let other = world.operator("lu.xiaoting").await.browser;
    one.call::<SetWindow>(&set(2025, "2025-01-01", "2026-12-31", 1)).await.expect("set");
    let key = world.key();
    let stale = other.keyed::<SetWindow>(&set(2026, "2026-01-01", "2026-12-31", 1), &key).await.expect_err("stale");
    assert_eq!(stale.code(), "changed_meanwhile");
    let rows = other.keyed::<SetWindow>(&set(2026, "2026-01-01", "2026-12-31", 2), &key).await.expect("seen");
    assert_eq!((row(&rows, 2026).closes_at, row(&rows, 2025).is_set), (Some(midnight("2027-01-01")), true));
    let reused = other.keyed::<SetWindow>(&set(2026, "2026-01-01", "", 3), &key).await.expect_err("a key of before");
    assert_eq!(reused.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn of_two_at_once_one_is_told() {
    let world = World::new().await;
    let one = world.operator("huang.feng").await.browser;
    let other = world.operator("lu.xiaoting").await.browser;
    let (left, right) = (set(2025, "2025-01-01", "", 0), set(2026, "2026-01-01", "", 0));
    let (left, right) = tokio::join!(one.call::<SetWindow>(&left), other.call::<SetWindow>(&right));
    let codes: Vec<_> = [left, right].into_iter().filter_map(|result| Some(result.err()?.code().to_owned())).collect();
    assert_eq!(codes, ["changed_meanwhile"]);
}

#[tokio::test]
async fn windows_of_before_there_were_versions_become_version_one() {
    let world = World::new().await;
    let window = serde_json::json!({ "year": 2026, "opens_at": 0, "closes_at": 1 });
    let old = item(&Key::windows(), &serde_json::json!({ "windows": [window] })).expect("an item");
    world.app.table.put(old).await.expect("stored");
    let operator = world.operator("huang.feng").await.browser;
    let rows = operator.call::<SetWindow>(&set(2025, "2025-01-01", "", 0)).await.expect("set");
    assert_eq!((rows.version, row(&rows, 2026).is_set, row(&rows, 2025).is_set), (1, true, true));
}

#[tokio::test]
async fn every_mistake_is_told() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    for (request, expected) in [
        (set(2015, "2015-01-01", "", 0), "year:unknown"),
        (set(2028, "2028-01-01", "", 0), "year:unknown"),
        (set(2026, "2026-02-30", "", 0), "first_day:not_a_date"),
        (set(2026, "2026-02-01", "2026-01-31", 0), "last_day:before_opening"),
    ] {
        let refused = operator.call::<SetWindow>(&request).await.expect_err("a mistake");
        assert_eq!(refused.fields(), [expected]);
    }
}

#[tokio::test]
async fn a_units_early_end_that_lies_after_a_new_end_has_no_effect() {
    let world = World::new().await;
    set_2026(&world).await;
    let operator = world.operator("huang.feng").await.browser;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let early = CloseEarlyRequest { year: 2018, last_day: "2026-12-31".to_owned(), version: 0 };
    of_unit.call::<CloseEarly>(&early).await.expect("an early end");
    operator.call::<SetWindow>(&set(2018, "2018-01-01", "2026-11-19", 1)).await.expect("an end before that");
    let refused = nurse.browser.call::<CreateRegistration>(&form("甲")).await.expect_err("closed for everyone");
    let message = refused.body.fields.at("credited_year").expect("the field").message.to_string();
    assert!(message.contains("至 2026-11-19，现已关闭"), "{message}");
}
