use domain::contract::ReadWindows;
use domain::contract::windows::ReadWindowsRequest;
use tests::World;
use tests::fixtures::chief;

use super::{midnight, set_2026};

#[tokio::test]
async fn the_chief_sees_every_year_newest_first() {
    let world = World::new().await;
    set_2026(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let rows = of_unit.call::<ReadWindows>(&ReadWindowsRequest {}).await.expect("the windows");
    let years: Vec<i32> = rows.windows.iter().map(|row| row.year).collect();
    assert_eq!(years, (2016..=2026).rev().collect::<Vec<_>>());
    assert_eq!(rows.windows[0].closes_at, Some(midnight("2027-04-01")));
    assert_eq!((rows.windows[1].opens_at, rows.windows[1].closes_at), (midnight("2025-01-01"), None));
    assert!(rows.windows.iter().all(|row| row.is_open && row.closed_early_at.is_none()));
}
