use domain::contract::accounts::RevealProfileRequest;
use domain::contract::audit::SearchAuditRequest;
use domain::contract::{RevealProfile, SearchAudit};
use tests::World;
use tests::fixtures::chief;

#[tokio::test]
async fn the_owner_sees_their_numbers_and_every_look_is_on_record() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    for looks in 1..=2 {
        let revealed = member.browser.call::<RevealProfile>(&RevealProfileRequest {}).await.expect("the numbers");
        assert_eq!(revealed.identity_number, member.identity.expose());
        assert_eq!(revealed.mobile.as_deref(), Some("13800138000"));
        let operator = world.operator(&format!("huang.feng{looks}")).await.browser;
        let search = SearchAuditRequest { unit: Some(unit.clone()), ..SearchAuditRequest::default() };
        let entries = operator.call::<SearchAudit>(&search).await.expect("a page").entries;
        assert_eq!(entries.len(), looks);
        let noted = entries.iter().all(|entry| entry.event == "own_numbers_revealed");
        assert!(noted && entries.iter().all(|entry| entry.subject == member.person.as_str()), "{entries:?}");
    }
}
