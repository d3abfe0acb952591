use domain::contract::registrations::UpdateRegistrationRequest;
use domain::contract::reviews::{ApproveRequest, RejectRequest};
use domain::contract::{ApproveRegistrations, RejectRegistrations, UpdateRegistration};
use domain::review::Status;
use tests::World;
use tests::fixtures::{chief, done, form, only, refusal, seen};

#[tokio::test]
async fn without_an_opinion_nothing_is_rejected() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    for (opinion, code) in
        [("", "opinion:required"), (" \n", "opinion:required"), (&"长".repeat(501), "opinion:too_long")]
    {
        let request = RejectRequest { items: vec![seen(&pending)], opinion: opinion.to_owned() };
        let refused = administrator.call::<RejectRegistrations>(&request).await.expect_err("no opinion");
        assert_eq!(refused.fields(), [code]);
    }
}

#[tokio::test]
async fn the_person_reads_the_opinion_corrects_and_submits_again() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let request = RejectRequest { items: vec![seen(&pending)], opinion: "请补充结业证书".to_owned() };
    let key = world.key();
    let response = administrator.keyed::<RejectRegistrations>(&request, &key).await.expect("a result");
    let rejected = done(only(&response));
    assert_eq!((rejected.status, rejected.opinion.as_deref()), (Status::Rejected, Some("请补充结业证书")));
    let again = administrator.keyed::<RejectRegistrations>(&request, &key).await.expect("a repeat");
    assert_eq!(again, response);

    let corrected =
        UpdateRegistrationRequest { id: rejected.id, version: rejected.version, form: form("甲（已补证书）") };
    let draft = member.browser.call::<UpdateRegistration>(&corrected).await.expect("corrected");
    assert_eq!((draft.status, draft.opinion), (Status::Draft, None));
    let stale = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    let response = administrator.call::<ApproveRegistrations>(&stale).await.expect("a result");
    assert_eq!(refusal(only(&response)), Some("wrong_status"));
    let draft = tests::fixtures::Member::submits(&member, &member.drafts("乙").await, &unit).await;
    assert_eq!(draft.status, Status::Pending);
}

#[tokio::test]
async fn one_opinion_rejects_many() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let first = member.submits(&member.drafts("甲").await, &unit).await;
    let second = member.submits(&member.drafts("乙").await, &unit).await;
    let request =
        RejectRequest { items: vec![seen(&first), seen(&second)], opinion: "请补充结业证书".to_owned() };
    let response = administrator.call::<RejectRegistrations>(&request).await.expect("results");
    assert!(response.results.iter().all(|one| done(one).status == Status::Rejected));
}
