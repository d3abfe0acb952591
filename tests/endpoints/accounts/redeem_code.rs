use domain::account::RedeemForm;
use domain::contract::accounts::{ReadSessionRequest, SignInRequest};
use domain::contract::people::IssueCodeRequest;
use domain::contract::registrations::ListRegistrationsRequest;
use domain::contract::{IssueCode, ListRegistrations, ReadSession, RedeemCode, SignIn};
use domain::permission::Role;
use functions::store::keys::Key;
use tests::fixtures::{Member, PASSWORD, chief};
use tests::{Browser, World};

const NEW_PASSWORD: &str = "五月的风 1990";

fn redeem(member: &Member<'_>, code: &str) -> RedeemForm {
    RedeemForm {
        identity_number: member.identity.expose().to_owned(),
        code: code.to_owned(),
        password: NEW_PASSWORD.to_owned(),
    }
}

#[tokio::test]
async fn a_code_sets_a_password_once_and_ends_every_session() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let issued = of_unit.call::<IssueCode>(&IssueCodeRequest { person: member.person.clone() }).await.ok();
    let code = issued.expect("a code").code;
    let mut browser = Browser::anonymous(&world);
    let weak = RedeemForm { password: "12345678".to_owned(), ..redeem(&member, &code) };
    assert_eq!(browser.call::<RedeemCode>(&weak).await.expect_err("weak").fields(), ["password:too_common"]);
    // As it was written down by hand.
    let written = code.to_uppercase().replace('-', " ");
    browser.signing::<RedeemCode>(&redeem(&member, &written)).await.expect("a session");
    browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("signed in");
    let ended = member.browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("the old session");
    assert_eq!(ended.code(), "session_ended");
    let again = browser.call::<RedeemCode>(&redeem(&member, &code)).await.expect_err("used up");
    assert_eq!(again.fields(), ["code:wrong"]);
    let sign_in = |password: &str| SignInRequest {
        role: Role::Professional,
        login: member.identity.expose().to_owned(),
        password: password.to_owned(),
    };
    browser.call::<SignIn>(&sign_in(NEW_PASSWORD)).await.expect("the new password");
    assert_eq!(browser.call::<SignIn>(&sign_in(PASSWORD)).await.expect_err("the old one").code(), "wrong_credentials");
}

#[tokio::test]
async fn who_was_entered_by_the_unit_gets_an_account_with_what_is_there() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    member.drafts("甲").await;
    let account = world.app.vault.account_id(Role::Professional, &member.identity.lookup_form());
    world.app.table.delete(&Key::account(&account)).await.expect("nobody has signed up");
    let issued = of_unit.call::<IssueCode>(&IssueCodeRequest { person: member.person.clone() }).await.ok();
    let issued = issued.expect("a code");
    assert!(issued.activates);
    let mut browser = Browser::anonymous(&world);
    let (key, form) = (world.key(), redeem(&member, &issued.code));
    browser.keyed::<RedeemCode>(&form, &key).await.expect("an account");
    browser.keyed::<RedeemCode>(&form, &key).await.expect("a repeat");
    let sign_in = SignInRequest {
        role: Role::Professional,
        login: member.identity.expose().to_owned(),
        password: NEW_PASSWORD.to_owned(),
    };
    browser.signing::<SignIn>(&sign_in).await.expect("the new password");
    let own = browser.call::<ListRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    assert_eq!(own.rows[0].title, "甲");
}

#[tokio::test]
async fn a_code_ends_after_three_days_and_guessing_is_slowed_down() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let issued = of_unit.call::<IssueCode>(&IssueCodeRequest { person: member.person.clone() }).await.ok();
    let code = issued.expect("a code").code;
    let nobody = Browser::anonymous(&world);
    for _ in 0..5 {
        let wrong = nobody.call::<RedeemCode>(&redeem(&member, "0000-0000-0000")).await.expect_err("a guess");
        assert_eq!(wrong.fields(), ["code:wrong"]);
    }
    assert_eq!(nobody.call::<RedeemCode>(&redeem(&member, &code)).await.expect_err("locked").code(), "locked");
    world.app.clock.advance_seconds(3 * 24 * 60 * 60);
    let over = nobody.call::<RedeemCode>(&redeem(&member, &code)).await.expect_err("over");
    assert_eq!(over.fields(), ["code:wrong"]);
}
