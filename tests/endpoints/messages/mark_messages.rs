use domain::contract::accounts::ReadSessionRequest;
use domain::contract::messages::{ListMessagesRequest, MarkMessagesRequest};
use domain::contract::registrations::{RegistrationRow, UpdateRegistrationRequest};
use domain::contract::reviews::{DeleteReviewedRequest, RejectRequest};
use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{
    CloseEarly, DeleteRegistrations, DeleteReviewed, ListMessages, MarkMessages, ReadSession, RejectRegistrations,
    UndoDecisions, UpdateRegistration,
};
use tests::World;
use tests::fixtures::{Member, batch, done, form, only, seen};
use tests::years::Year;

async fn unread(member: &Member<'_>) -> u32 {
    member.browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session").unread
}

#[tokio::test]
async fn what_was_there_is_read_and_what_comes_later_is_not() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let member = &year.member;
    assert_eq!(unread(member).await, 0);
    year.approve("10").await;
    year.approve("10").await;
    assert_eq!(unread(member).await, 2);
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    world.app.clock.advance_seconds(60);
    let mark = MarkMessagesRequest { count: page.count };
    assert_eq!(member.browser.call::<MarkMessages>(&mark).await.expect("marked").unread, 0);
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    assert!(page.messages.iter().all(|message| !message.unread));
    world.app.clock.advance_seconds(60);
    year.approve("10").await;
    assert_eq!(unread(member).await, 1);
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    assert_eq!(page.messages.iter().map(|message| message.unread).collect::<Vec<_>>(), [true, false, false]);
    // A tab that loaded its page before does not make unread what another has read, nor read what nobody has seen.
    for count in [0, 1, 99] {
        member.browser.call::<MarkMessages>(&MarkMessagesRequest { count }).await.expect("an answer");
    }
    assert_eq!(unread(member).await, 1);
}

/// The end of a year counts from the moment on in which it is soon, until it has been shown; an end that is set anew counts
/// again.
#[tokio::test]
async fn the_end_of_a_year_is_unread_until_it_was_shown() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let member = &year.member;
    assert_eq!(unread(member).await, 0);
    let close = |last_day: &str, version| CloseEarlyRequest { year: 2018, last_day: last_day.to_owned(), version };
    year.chief.call::<CloseEarly>(&close("2026-12-05", 0)).await.expect("closed early");
    assert_eq!(unread(member).await, 1);
    year.approve("10").await;
    assert_eq!(unread(member).await, 2);
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    assert_eq!(page.messages.iter().filter(|message| message.unread).count(), 2);
    let mark = MarkMessagesRequest { count: page.count };
    assert_eq!(member.browser.call::<MarkMessages>(&mark).await.expect("marked").unread, 0);
    assert_eq!(unread(member).await, 0);
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    assert_eq!((page.messages.len(), page.messages.iter().any(|message| message.unread)), (2, false));
    year.chief.call::<CloseEarly>(&close("2026-11-30", 1)).await.expect("closed earlier still");
    assert_eq!(unread(member).await, 1);
    // A tab whose page is older than that does not take the count back.
    member.browser.call::<MarkMessages>(&MarkMessagesRequest { count: 0 }).await.expect("an answer");
    assert_eq!(unread(member).await, 1);
    year.chief.call::<CloseEarly>(&close("", 2)).await.expect("open again");
    assert_eq!(unread(member).await, 0);
}

/// Who has no message of any other kind, as most when their first year ends.
#[tokio::test]
async fn the_end_of_a_year_is_seen_by_who_has_no_other_message() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let close = CloseEarlyRequest { year: 2018, last_day: "2026-12-05".to_owned(), version: 0 };
    year.chief.call::<CloseEarly>(&close).await.expect("closed early");
    assert_eq!(unread(&year.member).await, 1);
    let page = year.member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    let mark = MarkMessagesRequest { count: page.count };
    assert_eq!(year.member.browser.call::<MarkMessages>(&mark).await.expect("marked").unread, 0);
    assert_eq!(unread(&year.member).await, 0);
}

#[tokio::test]
async fn the_end_of_a_fulfilled_year_counts_while_a_draft_of_it_is_left() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    year.ends_with_a_draft_left().await;
    assert_eq!(unread(&year.member).await, 2, "the approval, and the end of the year");
    let marked = year.member.browser.call::<MarkMessages>(&MarkMessagesRequest { count: 1 }).await.expect("marked");
    assert_eq!((marked.unread, unread(&year.member).await), (0, 0));
}

/// As many unread ones as the list shows.
async fn shown_unread(member: &Member<'_>) -> u32 {
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    u32::try_from(page.messages.iter().filter(|message| message.unread).count()).expect("a small number")
}

async fn rejected(year: &Year<'_>) -> RegistrationRow {
    let pending = year.submit("10").await;
    let request = RejectRequest { items: vec![seen(&pending)], opinion: "材料不全".to_owned() };
    done(only(&year.chief.call::<RejectRegistrations>(&request).await.expect("a result")))
}

/// A decision that is heeded, taken back or deleted before its person has seen it is told no more, and counts no more; one
/// that was seen takes nothing unread along.
#[tokio::test]
async fn what_is_told_no_more_counts_no_more() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let member = &year.member;
    let first = rejected(&year).await;
    member.submits(&first, &year.unit).await;
    assert_eq!((unread(member).await, shown_unread(member).await), (0, 0), "submitted again");
    let second = rejected(&year).await;
    let edit = UpdateRegistrationRequest { id: second.id.clone(), version: second.version, form: form("改过的") };
    member.browser.call::<UpdateRegistration>(&edit).await.expect("edited");
    assert_eq!((unread(member).await, shown_unread(member).await), (0, 0), "edited");
    let third = rejected(&year).await;
    member.browser.call::<DeleteRegistrations>(&batch(&[&third])).await.expect("deleted");
    assert_eq!((unread(member).await, shown_unread(member).await), (0, 0), "deleted");
    let fourth = year.approve("10").await;
    let delete = DeleteReviewedRequest { items: vec![seen(&fourth)], reason: "重复".to_owned() };
    year.chief.call::<DeleteReviewed>(&delete).await.expect("deleted");
    assert_eq!((unread(member).await, shown_unread(member).await), (1, 1), "the deletion alone");

    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    world.app.clock.advance_seconds(1);
    member.browser.call::<MarkMessages>(&MarkMessagesRequest { count: page.count }).await.expect("marked");
    world.app.clock.advance_seconds(1);
    let seen_one = year.approve("10").await;
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    world.app.clock.advance_seconds(1);
    member.browser.call::<MarkMessages>(&MarkMessagesRequest { count: page.count }).await.expect("marked");
    world.app.clock.advance_seconds(1);
    rejected(&year).await;
    year.chief.call::<UndoDecisions>(&batch(&[&seen_one])).await.expect("undone");
    assert_eq!(
        (unread(member).await, shown_unread(member).await),
        (1, 1),
        "what was seen is undone, the other is unread"
    );
}
