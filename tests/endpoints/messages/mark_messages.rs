use domain::contract::accounts::ReadSessionRequest;
use domain::contract::messages::{ListMessagesRequest, MarkMessagesRequest};
use domain::contract::{ListMessages, MarkMessages, ReadSession};
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
    world.house.clock.advance_seconds(60);
    let mark = MarkMessagesRequest { count: page.count };
    assert_eq!(member.browser.call::<MarkMessages>(&mark).await.expect("marked").unread, 0);
    let page = member.browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    assert!(page.messages.iter().all(|message| !message.unread));
    world.house.clock.advance_seconds(60);
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
