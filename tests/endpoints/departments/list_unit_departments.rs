use tests::World;
use tests::fixtures::chief;

use super::all;

#[tokio::test]
async fn the_unit_and_its_administrators_see_its_departments_by_name() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    for name in ["c", "a", "b"] {
        world.department(&unit, name).await;
    }
    world.department(&elsewhere, "d").await;
    for browser in [world.unit_account(1, &unit).await, world.administrator(9, "黄锋", chief(&unit)).await] {
        let names: Vec<_> = all(&browser).await.into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["a", "b", "c"]);
    }
}
