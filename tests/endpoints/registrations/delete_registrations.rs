use domain::contract::registrations::{BatchRequest, ListRegistrationsRequest, Outcome};
use domain::contract::{DeleteRegistrations, ListRegistrations};
use domain::limits::BATCH_ITEMS_MAX;
use tests::World;
use tests::fixtures::{batch, chief, only, refusal};

#[tokio::test]
async fn each_item_is_deleted_for_itself_and_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let (first, mut second) = (member.drafts("甲").await, member.drafts("乙").await);
    second.version += 1;
    let request = batch(&[&first, &second]);
    let key = world.key();
    let response = member.browser.keyed::<DeleteRegistrations>(&request, &key).await.expect("a result");
    assert_eq!(response.results[0].outcome, Outcome::Done { row: None });
    assert_eq!(refusal(&response.results[1]), Some("changed_meanwhile"));
    let again = member.browser.keyed::<DeleteRegistrations>(&request, &key).await.expect("a repeat");
    assert_eq!(again, response);
    let gone = member.browser.call::<DeleteRegistrations>(&batch(&[&first])).await.expect("a result");
    assert_eq!(refusal(only(&gone)), Some("not_found"));
    let page = member.browser.call::<ListRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    assert_eq!(page.rows.len(), 1);
}

#[tokio::test]
async fn a_batch_is_bounded_and_holds_nothing_twice() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let row = member.drafts("甲").await;
    let nothing = member.browser.call::<DeleteRegistrations>(&BatchRequest { items: vec![] }).await;
    assert_eq!(nothing.expect_err("nothing chosen").fields(), ["items:required"]);
    let twice = member.browser.call::<DeleteRegistrations>(&batch(&[&row, &row])).await;
    assert_eq!(twice.expect_err("twice").fields(), ["items:duplicate"]);
    let many: Vec<_> = std::iter::repeat_n(&row, BATCH_ITEMS_MAX + 1).collect();
    let refused = member.browser.call::<DeleteRegistrations>(&batch(&many)).await.expect_err("too many");
    assert_eq!(refused.fields(), ["items:too_many", "items:duplicate"]);
}
