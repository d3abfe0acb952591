use domain::category::CategoryTable;
use domain::contract::ReadRules;
use domain::contract::rules::ReadRulesRequest;
use tests::World;
use tests::fixtures::chief;
use tests::rules::next_year;

#[tokio::test]
async fn everybody_goes_by_the_version_in_force_and_can_look_up_the_others() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let read = async |version| nurse.call::<ReadRules>(&ReadRulesRequest { version }).await;
    let first = read(None).await.expect("the rules");
    assert_eq!(first.version, 1);
    assert_eq!(&CategoryTable::from_json(&first.table).expect("a table"), CategoryTable::built_in());

    world.publishes(&next_year()).await;
    assert_eq!(read(None).await.expect("the rules").version, 1, "its day has not begun");
    assert_eq!(read(Some(2)).await.expect("the rules to come").version, 2);
    assert_eq!(read(Some(3)).await.expect_err("there is no third").code(), "not_found");

    world.until_next_year();
    let nurse = world.professional(2, "覃志明", chief(&unit)).await.browser;
    let in_force = nurse.call::<ReadRules>(&ReadRulesRequest::default()).await.expect("the rules");
    assert_eq!(in_force.version, 2);
}
