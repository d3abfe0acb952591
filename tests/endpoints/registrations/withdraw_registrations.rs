use domain::contract::registrations::SubmitRequest;
use domain::contract::{SubmitRegistrations, WithdrawRegistrations};
use domain::review::Status;
use tests::World;
use tests::fixtures::{batch, chief, done, only, refusal, seen};

#[tokio::test]
async fn what_went_to_the_wrong_unit_comes_back_and_goes_to_the_right_one() {
    let world = World::new().await;
    let wrong = world.unit(1, "南宁市第二人民医院", false).await;
    let right = world.unit(2, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&right)).await;
    let pending = member.submits(&member.drafts("甲").await, &wrong).await;
    let key = world.key();
    let request = batch(&[&pending]);
    let response = member.browser.keyed::<WithdrawRegistrations>(&request, &key).await.expect("a result");
    let draft = done(only(&response));
    assert_eq!((draft.status, draft.reviewing_unit.as_deref()), (Status::Draft, None));
    let again = member.browser.keyed::<WithdrawRegistrations>(&request, &key).await.expect("a repeat");
    assert_eq!(again, response);
    let submit = SubmitRequest { items: vec![seen(&draft)], unit: right };
    let response = member.browser.call::<SubmitRegistrations>(&submit).await.expect("a result");
    assert_eq!(done(only(&response)).reviewing_unit.as_deref(), Some("南宁市第一人民医院"));
}

#[tokio::test]
async fn a_draft_has_nothing_to_withdraw() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let draft = member.drafts("甲").await;
    let response = member.browser.call::<WithdrawRegistrations>(&batch(&[&draft])).await.expect("a result");
    assert_eq!(refusal(only(&response)), Some("wrong_status"));
}
