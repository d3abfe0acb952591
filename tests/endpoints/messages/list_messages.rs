use domain::contract::messages::{About, ListMessagesRequest, Message, MessagePage};
use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::{DeleteReviewedRequest, RejectRequest};
use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{CloseEarly, DeleteReviewed, ListMessages, RejectRegistrations};
use domain::hours::{Hours, parse_date};
use domain::permission::Role;
use domain::timestamp::Timestamp;
use domain::window::RegistrationWindow;
use functions::store::windows::PlatformWindows;
use tests::World;
use tests::fixtures::{Member, done, identity, only, seen};
use tests::platform::{completed, retracted};
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
    world.app.clock.advance_seconds(60);
    let pending = member.submits(&member.drafts("乙").await, &year.unit).await;
    let reject = RejectRequest { items: vec![seen(&pending)], opinion: "请补充证明".to_owned() };
    year.chief.call::<RejectRegistrations>(&reject).await.expect("a result");
    world.app.clock.advance_seconds(60);
    year.platform.delivers(completed("C-1", 1, &member.identity, "30")).await;
    issue(member, 2018).await.expect("fulfilled");
    year.platform.delivers(retracted("C-1", 2)).await;
    world.app.clock.advance_seconds(60);
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

/// The end of 2018, the year of everybody here, in Shanghai.
async fn close_2018(world: &World, closes_at: Timestamp) {
    let window = RegistrationWindow { year: 2018, opens_at: midnight("2018-01-01"), closes_at: Some(closes_at) };
    let change = PlatformWindows { version: 1, windows: vec![window] }.put().expect("windows as an item");
    world.app.table.transact(vec![change]).await.expect("stored");
}

fn midnight(date: &str) -> Timestamp {
    Timestamp::midnight(parse_date(date).expect("a date"))
}

/// Which years close soon, as the person hears it at that instant, and whether that is new.
async fn closing(world: &World, instant: Timestamp, milliseconds_before: i64) -> Vec<(i32, Timestamp, bool)> {
    let until = instant.milliseconds() - milliseconds_before - world.app.clock.now().milliseconds();
    world.app.clock.advance_milliseconds(until);
    // Sessions last half a day; the person signs in again.
    let account = world.account(Role::Professional, "韦丽琳", &identity(1), None);
    let browser = world.signed_in(&account).await;
    let page = browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    let closing = |message: Message| match message.about {
        About::WindowCloses { year, closes_at } => Some((year, closes_at, message.unread)),
        _ => None,
    };
    page.messages.into_iter().filter_map(closing).collect()
}

#[tokio::test]
async fn an_unfulfilled_year_that_closes_is_told_of_thirty_days_before_over_a_new_year_in_shanghai() {
    let world = World::new().await;
    let _year = Year::of(&world).await;
    let end = midnight("2027-01-16");
    close_2018(&world, end).await;
    let told = [(2018, end, true)];
    // 2026-12-16T16:00:00Z: midnight of the 17th in Shanghai, thirty days before.
    let thirty_days_before = Timestamp::from_milliseconds(1_797_436_800_000);
    assert_eq!(closing(&world, thirty_days_before, 1).await, []);
    assert_eq!(closing(&world, thirty_days_before, 0).await, told);
    assert_eq!(closing(&world, midnight("2027-01-01"), 1).await, told);
    assert_eq!(closing(&world, midnight("2027-01-01"), 0).await, told);
    assert_eq!(closing(&world, end, 1).await, told);
    assert_eq!(closing(&world, end, 0).await, [], "it has closed");
}

#[tokio::test]
async fn a_fulfilled_year_is_told_of_only_while_something_of_it_waits_to_be_submitted() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    close_2018(&world, midnight("2026-12-01")).await;
    let now = world.app.clock.now();
    assert_eq!(closing(&world, now, 0).await.len(), 1);
    year.approve("60").await;
    year.platform.delivers(completed("C-1", 1, &year.member.identity, "30")).await;
    assert_eq!(closing(&world, now, 0).await, []);
    let draft = year.member.drafts("乙").await;
    assert_eq!(closing(&world, now, 0).await.len(), 1);
    year.member.submits(&draft, &year.unit).await;
    assert_eq!(closing(&world, now, 0).await, []);
}

#[tokio::test]
async fn a_units_own_end_counts() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    close_2018(&world, midnight("2027-04-01")).await;
    let now = world.app.clock.now();
    assert_eq!(closing(&world, now, 0).await, []);
    let early = CloseEarlyRequest { year: 2018, last_day: "2026-12-05".to_owned(), version: 0 };
    year.chief.call::<CloseEarly>(&early).await.expect("closed early");
    assert_eq!(closing(&world, now, 0).await, [(2018, midnight("2026-12-06"), true)]);
}
