use domain::contract::accounts::{ChangeMobileRequest, ReadProfileRequest};
use domain::contract::{ChangeMobile, ReadProfile};
use tests::World;
use tests::fixtures::chief;

#[tokio::test]
async fn the_new_number_holds_and_a_wrong_one_is_told() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let change = |mobile: &str| ChangeMobileRequest { mobile: mobile.to_owned() };
    let refused = member.browser.call::<ChangeMobile>(&change("1380013")).await.expect_err("too short");
    assert_eq!(refused.fields(), ["mobile:length"]);
    let profile = member.browser.call::<ChangeMobile>(&change("199 0013 8123")).await.expect("changed");
    assert_eq!(profile.mobile_masked.as_deref(), Some("199****8123"));
    let profile = member.browser.call::<ReadProfile>(&ReadProfileRequest {}).await.expect("a profile");
    assert_eq!(profile.mobile_masked.as_deref(), Some("199****8123"));
}
