use domain::account::ONE_TIME_CODE_SECONDS;
use domain::contract::accounts::{ChangePasswordRequest, ReadSessionRequest, SignInRequest};
use domain::contract::directory::ResetUnitPasswordRequest;
use domain::contract::{ChangePassword, ReadSession, ResetUnitPassword, SignIn};
use domain::permission::Role;
use tests::fixtures::{PASSWORD, credit_code};
use tests::two_units::operator;
use tests::{Browser, World};

fn sign_in(password: &str) -> SignInRequest {
    SignInRequest { role: Role::Unit, login: credit_code(1).as_str().to_owned(), password: password.to_owned() }
}

#[tokio::test]
async fn a_one_time_password_replaces_the_old_one_ends_its_sessions_and_must_be_changed() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let open = world.unit_account(1, &unit).await;
    let operator = operator(&world).await;
    let (key, request) = (world.key(), ResetUnitPasswordRequest { id: unit.clone() });
    let reset = operator.keyed::<ResetUnitPassword>(&request, &key).await.expect("a password");
    assert_eq!(reset.valid_until, world.app.clock.now().plus_seconds(ONE_TIME_CODE_SECONDS));
    world.app.clock.advance_seconds(60);
    let again = operator.keyed::<ResetUnitPassword>(&request, &key).await.expect("a repeat");
    assert!(again == reset, "a repeat shows the same one with the same end");
    assert_eq!(open.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("over").code(), "session_ended");
    let mut browser = Browser::anonymous(&world);
    assert_eq!(browser.call::<SignIn>(&sign_in(PASSWORD)).await.expect_err("the old one").code(), "wrong_credentials");
    assert!(browser.signing::<SignIn>(&sign_in(&reset.password)).await.expect("a session").must_change_password);
    let change = ChangePasswordRequest {
        current_password: reset.password.clone(),
        new_password: "五月的风 1990".to_owned(),
    };
    browser.signing::<ChangePassword>(&change).await.expect("their own");
    // It does not open the account any more, so it is not shown any more.
    let late = operator.keyed::<ResetUnitPassword>(&request, &key).await.err().expect("a repeat");
    assert_eq!(late.code(), "password_replaced");
    let other = operator.call::<ResetUnitPassword>(&request).await.expect("another one");
    assert!(other.password != reset.password);
    world.app.clock.advance_seconds(ONE_TIME_CODE_SECONDS + 1);
    let expired = browser.call::<SignIn>(&sign_in(&other.password)).await.expect_err("too late");
    assert_eq!(expired.code(), "initial_password_expired");
}

#[tokio::test]
async fn a_unit_without_an_account_has_no_password_to_reset() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let request = ResetUnitPasswordRequest { id: unit };
    let refused = operator(&world).await.call::<ResetUnitPassword>(&request).await.err().expect("no account");
    assert_eq!(refused.code(), "no_account");
}
