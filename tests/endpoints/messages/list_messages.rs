use domain::contract::messages::{About, ListMessagesRequest, MessagePage};
use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::{DeleteReviewedRequest, RejectRequest};
use domain::contract::{DeleteReviewed, ListMessages, RejectRegistrations};
use domain::hours::Hours;
use domain::permission::Role;
use domain::timestamp::Timestamp;
use domain::window::RegistrationWindow;
use functions::store::windows::PlatformWindows;
use tests::World;
use tests::fixtures::{Member, done, only, seen};
use tests::platform::{completed, retracted};
use tests::world::NOW;
use tests::years::Year;

use super::super::certificates::issue;

async fn list(member: &Member<'_>) -> MessagePage {
    member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page")
}

#[tokio::test]
async fn decisions_and_what_undoes_them_are_told_newest_first() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let member = &year.member;
    assert!(list(member).await.messages.is_empty());
    let approved = year.approve("60").await;
    world.house.clock.advance_seconds(60);
    let pending = member.submits(&member.drafts("乙").await, &year.unit).await;
    let reject = RejectRequest { items: vec![seen(&pending)], opinion: "请补充证明".to_owned() };
    year.chief.call::<RejectRegistrations>(&reject).await.expect("a result");
    world.house.clock.advance_seconds(60);
    year.platform.delivers(completed("C-1", 1, &member.identity, "30")).await;
    issue(member, 2018).await.expect("fulfilled");
    year.platform.delivers(retracted("C-1", 2)).await;
    world.house.clock.advance_seconds(60);
    year.platform.delivers(completed("C-1", 3, &member.identity, "30")).await;
    let delete = DeleteReviewedRequest { items: vec![seen(&approved)], reason: "材料有误".to_owned() };
    let deleted: BatchResponse = year.chief.call::<DeleteReviewed>(&delete).await.expect("a result");
    assert_eq!(deleted.results.len(), 1);

    let page = list(member).await;
    let told: Vec<_> = page.messages.iter().map(|message| message.about.clone()).collect();
    assert_eq!(
        told,
        [
            About::Deleted {
                title: approved.title.clone(),
                reason: "材料有误".to_owned(),
                hours: Hours::whole(60),
                year: 2018,
                certificate_void: true,
            },
            About::CertificateVoid { year: 2018, platform: "第 1 学习平台".to_owned() },
            About::Rejected {
                registration: pending.id, title: "乙".to_owned(), opinion: "请补充证明".to_owned()
            },
        ]
    );
    assert!(page.messages.iter().all(|message| message.unread));
    assert_eq!(page.count, 4, "the approval counted as well, though its registration is gone");
}

#[tokio::test]
async fn an_approval_says_with_how_many_hours() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let approved = year.approve("60").await;
    let told = list(&year.member).await.messages;
    let expected = About::Approved {
        registration: approved.id,
        title: approved.title,
        approved_hours: Hours::whole(60),
        claimed_hours: Hours::whole(60),
        reason: None,
    };
    assert_eq!(told.into_iter().map(|message| message.about).collect::<Vec<_>>(), [expected]);
}

#[tokio::test]
async fn many_registrations_come_in_pages() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let mut first = None;
    for n in 0..101 {
        let pending = year.member.submits(&year.member.drafts(&format!("第 {n} 期")).await, &year.unit).await;
        if n == 0 {
            let reject = RejectRequest { items: vec![seen(&pending)], opinion: "请补充证明".to_owned() };
            let response = year.chief.call::<RejectRegistrations>(&reject).await.expect("a result");
            first = Some(done(only(&response)).id);
        }
    }
    let page = list(&year.member).await;
    assert!(page.messages.is_empty() && page.next.is_some(), "a decision of long ago is on the next page");
    let request = ListMessagesRequest { cursor: page.next };
    let page = year.member.browser.call::<ListMessages>(&request).await.expect("a page");
    assert!(page.next.is_none());
    let About::Rejected { registration, .. } = &page.messages[0].about else { panic!("{page:?}") };
    assert_eq!(Some(registration), first.as_ref());
    let request = ListMessagesRequest { cursor: Some("#".to_owned()) };
    let refused = year.member.browser.call::<ListMessages>(&request).await.expect_err("no cursor of ours");
    assert_eq!(refused.code(), "malformed_request");
}

#[tokio::test]
async fn a_year_that_closes_is_told_of_two_weeks_before() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let opens_at = Timestamp::from_milliseconds(0);
    let closes_at = NOW.plus_seconds(15 * 24 * 60 * 60);
    let window = RegistrationWindow { year: 2026, opens_at, closes_at: Some(closes_at) };
    let windows = PlatformWindows { version: 1, windows: vec![window] };
    let change = windows.put().expect("windows as an item");
    world.house.table.transact(vec![change]).await.expect("stored");
    assert!(list(&year.member).await.messages.is_empty());
    world.house.clock.advance_seconds(24 * 60 * 60);
    // The session of the day before has ended.
    let account = world.account(Role::Professional, "韦丽琳", &year.member.identity, None);
    let again = world.signed_in(&account).await;
    let told = again.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page").messages;
    let about: Vec<_> = told.into_iter().map(|message| message.about).collect();
    assert_eq!(about, [About::WindowCloses { year: 2026, closes_at }]);
}
