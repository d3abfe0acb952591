use domain::contract::accounts::{ReadSessionRequest, SignInRequest};
use domain::contract::unit_management::AdministratorRequest;
use domain::contract::{ReadSession, ResetAdministratorPassword, SignIn};
use domain::permission::Role;
use tests::fixtures::{PASSWORD, chief, identity};
use tests::{Browser, World};

use super::all;

#[tokio::test]
async fn a_forgotten_password_becomes_the_initial_one_for_another_fortnight() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let browser = world.administrator(9, "黄锋", chief(&unit)).await;
    let row = all(&of_unit).await.remove(0);
    world.app.clock.advance_seconds(30 * 60);
    let (key, request) = (world.key(), AdministratorRequest { id: row.id, version: row.version });
    let reset = of_unit.keyed::<ResetAdministratorPassword>(&request, &key).await.expect("a new initial password");
    assert_eq!(of_unit.keyed::<ResetAdministratorPassword>(&request, &key).await.expect("a repeat"), reset);
    let until = world.app.clock.now().plus_seconds(14 * 24 * 60 * 60);
    assert_eq!(reset.initial_password_until, Some(until));

    let ended = browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("sessions have ended");
    assert_eq!(ended.code(), "session_ended");
    let number = identity(9).expose().to_owned();
    let sign_in = |password: &str| SignInRequest {
        role: Role::Administrator,
        login: number.clone(),
        password: password.to_owned(),
    };
    let nobody = Browser::anonymous(&world);
    let old = nobody.call::<SignIn>(&sign_in(PASSWORD)).await.expect_err("the old password");
    assert_eq!(old.code(), "wrong_credentials");
    assert!(nobody.call::<SignIn>(&sign_in(&number[12..])).await.expect("the initial one").must_change_password);
}
