use domain::contract::audit::SearchAuditRequest;
use domain::contract::reviews::RevealIdentityRequest;
use domain::contract::{RevealIdentity, SearchAudit};
use functions::store::table::Item;
use tests::World;
use tests::fixtures::chief;

#[tokio::test]
async fn the_reviewer_sees_the_number_and_it_is_on_record() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let request = RevealIdentityRequest { id: pending.id };
    let revealed = administrator.call::<RevealIdentity>(&request).await.expect("the number");
    assert_eq!(revealed.identity_number, member.identity.expose());
    let client = local::engine::client(&world.engine);
    let items: Vec<Item> = client.scan().table_name("xueshi").send().await.expect("a scan").items.unwrap_or_default();
    let records = items.iter().filter(|item| item["sk"].as_s().is_ok_and(|sort| sort.starts_with("V#"))).count();
    assert_eq!(records, 1);
    // Another look is another event, also by a request that is sent again.
    administrator.call::<RevealIdentity>(&request).await.expect("the number");
    let operator = world.operator("huang.feng").await.browser;
    let of_unit = SearchAuditRequest { unit: Some(unit), ..SearchAuditRequest::default() };
    let page = operator.call::<SearchAudit>(&of_unit).await.expect("a page");
    let events: Vec<_> = page.entries.iter().map(|entry| (entry.event.as_str(), entry.subject.as_str())).collect();
    assert_eq!(events, [("identity_revealed", member.person.as_str()); 2]);
}
