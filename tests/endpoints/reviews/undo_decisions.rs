use domain::contract::accounts::ReadSessionRequest;
use domain::contract::messages::MarkMessagesRequest;
use domain::contract::registrations::{BatchRequest, ReadTotalsRequest, RegistrationRow};
use domain::contract::reviews::{ApproveRequest, RejectRequest, SearchPendingRequest};
use domain::contract::{
    ApproveRegistrations, DeleteRegistrations, MarkMessages, ReadSession, ReadTotals, RejectRegistrations,
    SearchPending, UndoDecisions,
};
use domain::limits::UNDO_SECONDS_MAX;
use domain::review::{Stage, Status};
use tests::fixtures::{Member, batch, chief, department, done, only, refusal, seen};
use tests::{Browser, World};

async fn approve(browser: &Browser<'_>, row: &RegistrationRow) -> RegistrationRow {
    let request = ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() };
    done(only(&browser.call::<ApproveRegistrations>(&request).await.expect("a result")))
}

async fn specialty(member: &Member<'_>) -> u32 {
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    totals.years.iter().find(|year| year.year == 2018).map_or(0, |year| year.totals.specialty.tenths())
}

async fn undo(browser: &Browser<'_>, row: &RegistrationRow) -> Result<RegistrationRow, String> {
    let response = browser.call::<UndoDecisions>(&batch(&[row])).await.expect("a result");
    match refusal(only(&response)) {
        Some(code) => Err(code.to_owned()),
        None => Ok(done(only(&response))),
    }
}

#[tokio::test]
async fn an_approval_and_a_rejection_go_back_to_the_queue_with_the_totals() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let approved = approve(&administrator, &pending).await;
    assert_eq!(specialty(&member).await, 160);
    let back = undo(&administrator, &approved).await.expect("in time");
    assert_eq!((back.status, back.stage, specialty(&member).await), (Status::Pending, Some(Stage::First), 0));
    let queue = administrator.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a queue");
    assert_eq!(queue.rows, std::slice::from_ref(&back));
    let reject = RejectRequest { items: vec![seen(&back)], opinion: "材料不全".to_owned() };
    let rejected = done(only(&administrator.call::<RejectRegistrations>(&reject).await.expect("a result")));
    let back = undo(&administrator, &rejected).await.expect("in time");
    assert_eq!((back.status, back.opinion.as_deref()), (Status::Pending, None));
    approve(&administrator, &back).await;
    assert_eq!(specialty(&member).await, 160);
}

#[tokio::test]
async fn a_repeat_undoes_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let approved = approve(&administrator, &member.submits(&member.drafts("甲").await, &unit).await).await;
    let (request, key) = (BatchRequest { items: vec![seen(&approved)] }, world.key());
    let first = administrator.keyed::<UndoDecisions>(&request, &key).await.expect("a result");
    assert_eq!(administrator.keyed::<UndoDecisions>(&request, &key).await.expect("the same"), first);
    assert_eq!(specialty(&member).await, 0);
}

#[tokio::test]
async fn only_who_decided_takes_it_back_and_only_in_time() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let colleague = world.administrator(8, "陆晓婷", chief(&unit)).await;
    let approved = approve(&administrator, &member.submits(&member.drafts("甲").await, &unit).await).await;
    assert_eq!(undo(&colleague, &approved).await, Err("others_decision".to_owned()));
    world.app.clock.advance_seconds(UNDO_SECONDS_MAX + 1);
    assert_eq!(undo(&administrator, &approved).await, Err("too_late".to_owned()));
    assert_eq!(specialty(&member).await, 160);
}

#[tokio::test]
async fn what_has_gone_on_since_stays_as_it_is() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let lower = |row: &RegistrationRow, hours: &str, reason: &str| ApproveRequest {
        items: vec![seen(row)],
        approved_hours: hours.to_owned(),
        reason: reason.to_owned(),
    };
    let passed = of_nursing.call::<ApproveRegistrations>(&lower(&pending, "12", "证书只载明 12 学时")).await;
    let passed = done(only(&passed.expect("a result")));
    assert_eq!(passed.stage, Some(Stage::Final));
    let approved = of_unit.call::<ApproveRegistrations>(&lower(&passed, "8", "半天为参观")).await;
    let approved = done(only(&approved.expect("a result")));
    assert_eq!(undo(&of_nursing, &passed).await, Err("changed_meanwhile".to_owned()), "the chief has gone on");
    let back = undo(&of_unit, &approved).await.expect("in time");
    assert_eq!(back.stage, Some(Stage::Final), "to where it stood");
    assert_eq!((back.proposed_hours, &back.opinion), (passed.proposed_hours, &passed.opinion), "as it stood");
    let reject = RejectRequest { items: vec![seen(&back)], opinion: "材料不全".to_owned() };
    let rejected = done(only(&of_unit.call::<RejectRegistrations>(&reject).await.expect("a result")));
    member.browser.call::<DeleteRegistrations>(&batch(&[&rejected])).await.expect("a result");
    assert_eq!(undo(&of_unit, &rejected).await, Err("not_found".to_owned()));
}

#[tokio::test]
async fn a_decision_that_was_taken_back_is_not_told_any_more() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let unread = async || member.browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session").unread;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let approved = approve(&administrator, &pending).await;
    assert_eq!(unread().await, 1);
    let back = undo(&administrator, &approved).await.expect("in time");
    assert_eq!(unread().await, 0, "nobody has seen it");

    let approved = approve(&administrator, &back).await;
    let seen_all = MarkMessagesRequest { count: 1 };
    member.browser.call::<MarkMessages>(&seen_all).await.expect("seen");
    let back = undo(&administrator, &approved).await.expect("in time");
    assert_eq!(unread().await, 0);
    approve(&administrator, &back).await;
    assert_eq!(unread().await, 1, "what comes next is new");
}

#[tokio::test]
async fn a_batch_goes_back_as_a_whole() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let first = approve(&administrator, &member.submits(&member.drafts("甲").await, &unit).await).await;
    let second = approve(&administrator, &member.submits(&member.drafts("乙").await, &unit).await).await;
    assert_eq!(specialty(&member).await, 320);
    let undone = administrator.call::<UndoDecisions>(&batch(&[&first, &second])).await.expect("results");
    assert!(undone.results.iter().map(done).all(|row| row.status == Status::Pending));
    assert_eq!(specialty(&member).await, 0);
}
