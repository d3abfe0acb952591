use domain::contract::ReadProfile;
use domain::contract::accounts::ReadProfileRequest;
use tests::World;
use tests::fixtures::department;

#[tokio::test]
async fn numbers_are_masked_and_places_are_named() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let profile = member.browser.call::<ReadProfile>(&ReadProfileRequest {}).await.expect("a profile");
    assert_eq!((profile.name.as_str(), profile.unit.name.as_str()), ("韦丽琳", "南宁市第一人民医院"));
    assert_eq!(profile.department.map(|department| department.name).as_deref(), Some("护理部"));
    assert_eq!(profile.mobile_masked.as_deref(), Some("138****8000"));
    assert_eq!(profile.identity_masked, member.identity.masked());
}
