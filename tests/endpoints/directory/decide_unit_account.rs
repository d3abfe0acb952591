use domain::contract::accounts::SignInRequest;
use domain::contract::directory::{DecideUnitAccountRequest, UnitAccountState};
use domain::contract::{DecideUnitAccount, SignIn, SignUpUnit};
use domain::permission::Role;
use domain::unit::UnitSignUpForm;
use tests::fixtures::{PASSWORD, credit_code};
use tests::two_units::operator;
use tests::{Browser, World};

fn sign_up() -> UnitSignUpForm {
    UnitSignUpForm {
        credit_code: credit_code(1).as_str().to_owned(),
        name: "南宁市第一人民医院".to_owned(),
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn sign_in(password: &str) -> SignInRequest {
    SignInRequest { role: Role::Unit, login: credit_code(1).as_str().to_owned(), password: password.to_owned() }
}

#[tokio::test]
async fn who_signs_up_a_listed_unit_waits_until_an_operator_confirms() {
    let world = World::new().await;
    let id = world.unit(1, "南宁市第一人民医院", false).await;
    let nobody = Browser::anonymous(&world);
    nobody.call::<SignUpUnit>(&sign_up()).await.expect("an account that waits");
    assert_eq!(nobody.call::<SignIn>(&sign_in(PASSWORD)).await.expect_err("it waits").code(), "unit_unconfirmed");
    let guessed = nobody.call::<SignIn>(&sign_in("不是这个密码")).await.expect_err("a guess");
    assert_eq!(guessed.code(), "wrong_credentials");
    let operator = operator(&world).await;
    let (key, confirm) = (world.key(), DecideUnitAccountRequest { id, confirm: true });
    let card = operator.keyed::<DecideUnitAccount>(&confirm, &key).await.expect("confirmed");
    assert_eq!(card.account, UnitAccountState::Confirmed);
    assert_eq!(operator.keyed::<DecideUnitAccount>(&confirm, &key).await.expect("a repeat"), card);
    let late = operator.call::<DecideUnitAccount>(&confirm).await.expect_err("there is nothing to decide");
    assert_eq!(late.code(), "decided_already");
    let session = nobody.call::<SignIn>(&sign_in(PASSWORD)).await.expect("a session");
    assert_eq!(session.unit.name, "南宁市第一人民医院");
}

#[tokio::test]
async fn who_does_not_belong_to_the_unit_is_removed_with_what_they_said() {
    let world = World::new().await;
    let id = world.unit(1, "南宁市第一人民医院", false).await;
    let nobody = Browser::anonymous(&world);
    nobody.call::<SignUpUnit>(&sign_up()).await.expect("an account that waits");
    let operator = operator(&world).await;
    let (key, remove) = (world.key(), DecideUnitAccountRequest { id, confirm: false });
    let card = operator.keyed::<DecideUnitAccount>(&remove, &key).await.expect("removed");
    assert_eq!((card.account, card.contact_name.as_str()), (UnitAccountState::None, ""));
    assert_eq!(operator.keyed::<DecideUnitAccount>(&remove, &key).await.expect("a repeat"), card);
    assert_eq!(nobody.call::<SignIn>(&sign_in(PASSWORD)).await.expect_err("no account").code(), "wrong_credentials");
    // The unit itself may come now.
    nobody.call::<SignUpUnit>(&sign_up()).await.expect("an account that waits");
}
