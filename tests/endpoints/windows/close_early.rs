use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{CloseEarly, CreateRegistration};
use tests::World;
use tests::fixtures::{chief, form};

use super::{midnight, set_2026};

#[tokio::test]
async fn a_unit_closes_earlier_for_its_own_people_alone_and_takes_it_back() {
    let world = World::new().await;
    set_2026(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let own = world.professional(1, "韦丽琳", chief(&unit)).await;
    let foreign = world.professional(2, "覃志明", chief(&elsewhere)).await;
    // The clock stands at 2026-11-20 10:00.
    let close = |year, last_day: &str, version| CloseEarlyRequest { year, last_day: last_day.to_owned(), version };
    let (key, request) = (world.key(), close(2018, "2026-11-19", 0));
    let rows = of_unit.keyed::<CloseEarly>(&request, &key).await.expect("closed");
    assert_eq!(of_unit.keyed::<CloseEarly>(&request, &key).await.expect("a repeat"), rows);
    let row = rows.windows.iter().find(|row| row.year == 2018).expect("the year");
    assert_eq!((row.closed_early_at, row.is_open), (Some(midnight("2026-11-20")), false));

    let refused = own.browser.call::<CreateRegistration>(&form("甲")).await.expect_err("closed");
    assert_eq!(refused.fields(), ["credited_year:window_closed"]);
    let message = &refused.body.fields.at("credited_year").expect("the field").message;
    assert!(message.contains("您所在单位登记至 2026-11-19"), "{message}");
    foreign.browser.call::<CreateRegistration>(&form("甲")).await.expect("another unit's people go on");

    let stale = of_unit.call::<CloseEarly>(&close(2018, "", 0)).await.expect_err("an old version");
    assert_eq!(stale.code(), "changed_meanwhile");
    of_unit.call::<CloseEarly>(&close(2018, "", rows.version)).await.expect("open again");
    own.browser.call::<CreateRegistration>(&form("甲")).await.expect("open again");
}

#[tokio::test]
async fn an_early_end_lies_within_the_window() {
    let world = World::new().await;
    set_2026(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    for (year, last_day, expected) in [
        (2026, "2025-12-31", "last_day:before_opening"),
        (2026, "2027-03-31", "last_day:not_earlier"),
        (2026, "2026-02-30", "last_day:not_a_date"),
        (2027, "2027-02-01", "year:unknown"),
    ] {
        let request = CloseEarlyRequest { year, last_day: last_day.to_owned(), version: 0 };
        let refused = of_unit.call::<CloseEarly>(&request).await.expect_err("a mistake");
        assert_eq!(refused.fields(), [expected]);
    }
}
