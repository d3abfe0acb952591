use domain::contract::accounts::ReadSessionRequest;
use domain::contract::messages::{ListMessagesRequest, MarkMessagesRequest};
use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{CloseEarly, ListMessages, MarkMessages, ReadSession};
use tests::World;
use tests::fixtures::Member;
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
