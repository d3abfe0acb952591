use domain::contract::UpdateRegistration;
use domain::contract::registrations::UpdateRegistrationRequest;
use domain::review::Status;
use tests::World;
use tests::fixtures::{chief, form};

#[tokio::test]
async fn it_changes_a_draft_under_its_version() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let row = member.drafts("甲").await;
    let request = UpdateRegistrationRequest { id: row.id.clone(), version: row.version, form: form("乙") };
    let key = world.key();
    let changed = member.browser.keyed::<UpdateRegistration>(&request, &key).await.expect("changed");
    assert_eq!((changed.title.as_str(), changed.version, changed.status), ("乙", 2, Status::Draft));
    assert_eq!(changed.created_at, row.created_at);
    let again = member.browser.keyed::<UpdateRegistration>(&request, &key).await.expect("a repeat");
    assert_eq!(again, changed);
    let stale = member.browser.call::<UpdateRegistration>(&request).await.expect_err("another tab was quicker");
    assert_eq!(stale.code(), "changed_meanwhile");
}

#[tokio::test]
async fn what_is_pending_cannot_be_edited() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let request = UpdateRegistrationRequest { id: pending.id, version: pending.version, form: form("乙") };
    let refused = member.browser.call::<UpdateRegistration>(&request).await.expect_err("it is under review");
    assert_eq!(refused.code(), "wrong_status");
}
