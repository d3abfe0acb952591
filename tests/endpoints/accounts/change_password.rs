use domain::contract::accounts::{ChangePasswordRequest, ReadSessionRequest, SignInRequest};
use domain::contract::reviews::SearchPendingRequest;
use domain::contract::{ChangePassword, ReadSession, SearchPending, SignIn};
use domain::permission::Role;
use tests::fixtures::{PASSWORD, chief, identity};
use tests::years::Year;
use tests::{Browser, World};

fn request(current: &str, new: &str) -> ChangePasswordRequest {
    ChangePasswordRequest { current_password: current.to_owned(), new_password: new.to_owned() }
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let elsewhere = member.browser.clone();
    let mut browser = member.browser.clone();
    browser.signing::<ChangePassword>(&request(PASSWORD, "五月的风 1990")).await.expect("changed");
    browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("this browser stays signed in");
    let refused = elsewhere.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("signed out");
    assert_eq!(refused.code(), "session_ended");
    for (password, works) in [(PASSWORD, false), ("五月的风 1990", true)] {
        let sign_in = SignInRequest {
            role: Role::Professional,
            login: member.identity.expose().to_owned(),
            password: password.to_owned(),
        };
        assert_eq!(Browser::anonymous(&world).call::<SignIn>(&sign_in).await.is_ok(), works);
    }
}

#[tokio::test]
async fn every_mistake_is_named_at_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let refused =
        member.browser.call::<ChangePassword>(&request("不是它", "12345678")).await.expect_err("two mistakes");
    assert_eq!(refused.fields(), ["new_password:too_common", "current_password:wrong"]);
    let part_of_identity = &member.identity.expose()[6..14];
    let refused = member.browser.call::<ChangePassword>(&request(PASSWORD, part_of_identity)).await;
    assert_eq!(refused.expect_err("a date of birth").fields(), ["new_password:too_common"]);
    let refused = member.browser.call::<ChangePassword>(&request(PASSWORD, PASSWORD)).await;
    assert_eq!(refused.expect_err("the same").fields(), ["new_password:unchanged"]);
}

#[tokio::test]
async fn an_initial_password_opens_nothing_else() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let mut account = world.account(Role::Administrator, "黄锋", &identity(1), Some(chief(&unit)));
    account.must_change_password = true;
    world.app.table.transact(vec![account.put().expect("an item")]).await.expect("a new account");
    let mut browser = world.signed_in(&account).await;
    let refused =
        browser.call::<SearchPending>(&SearchPendingRequest::default()).await.expect_err("first things first");
    assert_eq!(refused.code(), "must_change_password");
    let session = browser.signing::<ChangePassword>(&request(PASSWORD, "五月的风 1990")).await.expect("changed");
    assert!(!session.must_change_password);
    browser.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("now it is open");
}

#[tokio::test]
async fn the_answer_counts_a_year_that_ends_soon() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    year.ends_with_a_draft_left().await;
    let mut browser = year.member.browser.clone();
    let session = browser.signing::<ChangePassword>(&request(PASSWORD, "五月的风 1990")).await.expect("changed");
    assert_eq!(session.unread, 2, "an approval, and the end of the year");
}
