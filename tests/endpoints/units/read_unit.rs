use domain::contract::ReadUnit;
use domain::contract::unit_management::ReadUnitRequest;
use tests::World;
use tests::fixtures::{chief, credit_code};

#[tokio::test]
async fn the_unit_and_its_administrators_read_what_is_known_of_it() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    for browser in [world.unit_account(1, &unit).await, world.administrator(9, "黄锋", chief(&unit)).await] {
        let known = browser.call::<ReadUnit>(&ReadUnitRequest {}).await.expect("the unit");
        assert_eq!((known.name.as_str(), known.final_review, known.verified), ("南宁市第一人民医院", true, true));
        assert_eq!(known.credit_code, Some(credit_code(1)));
        assert_eq!(known.contact_mobile_masked, "");
    }
}
