use domain::contract::accounts::{
    EndOtherSessionsRequest, ListSignInsRequest, ReadSessionRequest, SignInRequest, SignInState,
};
use domain::contract::{EndOtherSessions, ListSignIns, ReadSession, SignIn};
use domain::permission::Role;
use tests::fixtures::{PASSWORD, chief};
use tests::years::Year;
use tests::{Browser, World};

#[tokio::test]
async fn every_session_ends_but_the_one_that_asks() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let mut elsewhere = Browser::anonymous(&world);
    let sign_in = SignInRequest {
        role: Role::Professional,
        login: member.identity.expose().to_owned(),
        password: PASSWORD.to_owned(),
    };
    elsewhere.signing::<SignIn>(&sign_in).await.expect("signed in");
    member.browser.call::<EndOtherSessions>(&EndOtherSessionsRequest {}).await.expect("ended");
    let refused = elsewhere.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("it is over");
    assert_eq!(refused.code(), "session_ended");
    member.browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("this one goes on");
    member.browser.call::<EndOtherSessions>(&EndOtherSessionsRequest {}).await.expect("a repeat does no harm");
    let list = member.browser.call::<ListSignIns>(&ListSignInsRequest {}).await.expect("a list");
    let mut states: Vec<_> = list.sign_ins.iter().map(|one| one.standing).collect();
    states.sort_by_key(|standing| *standing == SignInState::Here);
    assert_eq!(states, [SignInState::Ended, SignInState::Here]);
    elsewhere.signing::<SignIn>(&sign_in).await.expect("the password still opens");
}

#[tokio::test]
async fn the_answer_counts_a_year_that_ends_soon() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    year.ends_with_a_draft_left().await;
    let session = year.member.browser.call::<EndOtherSessions>(&EndOtherSessionsRequest {}).await.expect("ended");
    assert_eq!(session.unread, 2, "an approval, and the end of the year");
}
