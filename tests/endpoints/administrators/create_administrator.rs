use domain::account::Password;
use domain::contract::accounts::{ChangePasswordRequest, SignInRequest};
use domain::contract::reviews::SearchPendingRequest;
use domain::contract::{ChangePassword, CreateAdministrator, SearchPending, SignIn};
use domain::id::DepartmentId;
use domain::permission::Role;
use tests::fixtures::{PASSWORD, identity};
use tests::{Browser, World};

use super::{all, form};

#[tokio::test]
async fn who_is_appointed_signs_in_with_the_last_six_characters_and_must_change_them() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.unit_account(1, &unit).await;
    let appointed =
        of_unit.call::<CreateAdministrator>(&form(7, "黄锋", Some(nursing))).await.expect("an administrator");
    assert!(appointed.may_sign_in && appointed.on_staff && appointed.initial_password_until.is_some());
    assert!(!appointed.identity_masked.contains(&identity(7).expose()[4..14]));

    let number = identity(7).expose().to_owned();
    let initial = number[12..].to_owned();
    assert!(Password::parse(&initial, "").is_err(), "an initial password is one that nobody may choose");
    let sign_in = SignInRequest { role: Role::Administrator, login: number, password: initial.clone() };
    let mut browser = Browser::anonymous(&world);
    let session = browser.signing::<SignIn>(&sign_in).await.expect("the initial password");
    assert!(session.must_change_password);
    assert_eq!(session.department.map(|department| department.name).as_deref(), Some("护理部"));
    let refused = browser.call::<SearchPending>(&SearchPendingRequest::default()).await.expect_err("nothing else");
    assert_eq!(refused.code(), "must_change_password");

    let change = ChangePasswordRequest { current_password: initial, new_password: PASSWORD.to_owned() };
    browser.signing::<ChangePassword>(&change).await.expect("a password of one's own");
    browser.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("the queue");
    assert_eq!(all(&of_unit).await[0].initial_password_until, None, "nobody waits for the change any more");
}

#[tokio::test]
async fn an_initial_password_is_over_after_fourteen_days() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    of_unit.call::<CreateAdministrator>(&form(7, "黄锋", None)).await.expect("an administrator");
    let number = identity(7).expose().to_owned();
    let sign_in = SignInRequest { role: Role::Administrator, password: number[12..].to_owned(), login: number };
    world.app.clock.advance_seconds(14 * 24 * 60 * 60);
    Browser::anonymous(&world).call::<SignIn>(&sign_in).await.expect("the last moment");
    world.app.clock.advance_seconds(1);
    let refused = Browser::anonymous(&world).call::<SignIn>(&sign_in).await.expect_err("a moment later");
    assert_eq!(refused.code(), "initial_password_expired");
}

#[tokio::test]
async fn a_number_is_an_administrator_once_and_a_repeat_appoints_nobody_twice() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let (of_unit, of_other) = (world.unit_account(1, &unit).await, world.unit_account(2, &elsewhere).await);
    let key = world.key();
    let first = of_unit.keyed::<CreateAdministrator>(&form(7, "黄锋", None), &key).await.expect("an administrator");
    let again = of_unit.keyed::<CreateAdministrator>(&form(7, "黄锋", None), &key).await.expect("the same");
    assert_eq!(first, again);
    assert_eq!(all(&of_unit).await.len(), 1);
    let other = of_unit.keyed::<CreateAdministrator>(&form(7, "黄峰", None), &key).await.expect_err("another content");
    assert_eq!(other.code(), "idempotency_key_reused");
    for browser in [&of_unit, &of_other] {
        let refused = browser.call::<CreateAdministrator>(&form(7, "黄锋", None)).await.expect_err("taken");
        assert_eq!(refused.fields(), ["identity_number:taken"]);
    }
    assert_eq!(all(&of_other).await.len(), 0);
}

#[tokio::test]
async fn all_mistakes_are_told_at_once_and_a_department_must_be_there() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let refused = of_unit.call::<CreateAdministrator>(&Default::default()).await.expect_err("nothing is filled in");
    assert_eq!(refused.fields(), ["identity_number:required", "name:required", "mobile:required"]);
    let gone = form(7, "黄锋", Some(DepartmentId::from_bits(9)));
    let refused = of_unit.call::<CreateAdministrator>(&gone).await.expect_err("no such department");
    assert_eq!(refused.fields(), ["department:unknown"]);
    assert_eq!(all(&of_unit).await.len(), 0);
}
