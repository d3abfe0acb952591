use domain::account::ONE_TIME_CODE_SECONDS;
use domain::contract::accounts::{ChangePasswordRequest, ReadSessionRequest, SignInOperatorRequest, SignInRequest};
use domain::contract::{ChangePassword, ReadSession, SignIn, SignInOperator};
use domain::operator::OperatorForm;
use domain::permission::Role;
use functions::store::table::Item;
use http::StatusCode;
use tests::fixtures::PASSWORD;
use tests::operators::{device, word_after};
use tests::{Browser, World};

fn form(login: &str, another: bool) -> OperatorForm {
    OperatorForm { login: login.to_owned(), name: "黄锋".to_owned(), another }
}

#[tokio::test]
async fn the_first_operator_is_made_once_and_signs_in_with_password_and_device() {
    let world = World::new().await;
    let told = world.creates_operator(&form("Huang.Feng", false)).await.expect("the first operator");
    let refused = world.creates_operator(&form("lu.xiaoting", false)).await.expect_err("there is one");
    assert!(refused.contains("已有平台管理员") && refused.contains("--another"), "{refused}");
    world.creates_operator(&form("lu.xiaoting", true)).await.expect("another one");
    let refused = world.creates_operator(&form("huang.feng", true)).await.expect_err("the same name");
    assert!(refused.starts_with("login: ") && refused.contains("已被使用"), "{refused}");

    let (device, now) = (device(&told), world.app.clock.now());
    let password = word_after(&told, "一次性密码");
    let request = SignInOperatorRequest {
        login: " huang.feng ".to_owned(),
        password: password.clone(),
        code: device.code_at(now.seconds()),
    };
    let mut browser = Browser::anonymous(&world);
    let session = browser.signing::<SignInOperator>(&request).await.expect("password and code are right");
    assert_eq!((session.role, session.name.as_str(), session.person), (Role::Operator, "黄锋", None));
    assert!(session.must_change_password, "the first password was seen by who made the account");
    let change = ChangePasswordRequest { current_password: password, new_password: PASSWORD.to_owned() };
    assert!(!browser.signing::<ChangePassword>(&change).await.expect("their own").must_change_password);
    assert_eq!(browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session").role, Role::Operator);
}

#[tokio::test]
async fn a_code_works_once() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await;
    let browser = Browser::anonymous(&world);
    let now = world.app.clock.now();
    let request = operator.sign_in(now);
    browser.call::<SignInOperator>(&request).await.expect("the first time");
    let refused = browser.call::<SignInOperator>(&request).await.expect_err("the second time");
    assert_eq!((refused.status, refused.code()), (StatusCode::UNAUTHORIZED, "wrong_credentials"));
    let earlier = operator.sign_in(now.plus_seconds(-30));
    browser.call::<SignInOperator>(&earlier).await.expect_err("one before the one that was used");
    world.app.clock.advance_seconds(30);
    browser.call::<SignInOperator>(&operator.sign_in(world.app.clock.now())).await.expect("the next code");
}

/// Of many who send the same right code at once, one is let in.
#[tokio::test]
async fn a_code_works_once_whoever_is_quicker() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await;
    let request = operator.sign_in(world.app.clock.now());
    let browser = Browser::anonymous(&world);
    let (a, b, c) = tokio::join!(
        browser.call::<SignInOperator>(&request),
        browser.call::<SignInOperator>(&request),
        browser.call::<SignInOperator>(&request),
    );
    assert_eq!([a, b, c].iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn neither_password_nor_code_nor_name_alone_is_enough_and_they_look_alike() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await;
    let right = operator.sign_in(world.app.clock.now());
    let browser = Browser::anonymous(&world);
    let old = operator.sign_in(world.app.clock.now().plus_seconds(-90)).code;
    let wrong_code = SignInOperatorRequest { code: old, ..right.clone() };
    let wrong_password = SignInOperatorRequest { password: "不是这个密码".to_owned(), ..right.clone() };
    let nobody = SignInOperatorRequest { login: "nobody".to_owned(), ..right.clone() };
    let mut looks = Vec::new();
    for request in [wrong_code, wrong_password, nobody] {
        let refused = browser.call::<SignInOperator>(&request).await.expect_err("not enough");
        looks.push((refused.status, refused.body.code, refused.body.message));
    }
    assert!(looks.iter().all(|look| *look == looks[0]), "{looks:?}");
    // The password alone opens nothing by the other way either.
    let by_password =
        SignInRequest { role: Role::Operator, login: right.login.clone(), password: right.password.clone() };
    assert_eq!(browser.call::<SignIn>(&by_password).await.expect_err("no code").code(), "wrong_credentials");
    browser.call::<SignInOperator>(&right).await.expect("a wrong password uses no code up");
}

/// Who knows the password and guesses codes is stopped as soon as who guesses passwords.
#[tokio::test]
async fn guessing_codes_locks_the_account() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await;
    let browser = Browser::anonymous(&world);
    let right = operator.sign_in(world.app.clock.now());
    let old = operator.sign_in(world.app.clock.now().plus_seconds(-90)).code;
    let guess = SignInOperatorRequest { code: old, ..right.clone() };
    for _ in 0..5 {
        assert_eq!(browser.call::<SignInOperator>(&guess).await.expect_err("a guess").code(), "wrong_credentials");
    }
    assert_eq!(browser.call::<SignInOperator>(&right).await.expect_err("even the right one").code(), "locked");
    world.app.clock.advance_seconds(30);
    browser.call::<SignInOperator>(&operator.sign_in(world.app.clock.now())).await.expect("the lock has opened");
}

#[tokio::test]
async fn the_first_password_works_for_three_days() {
    let world = World::new().await;
    let told = world.creates_operator(&form("huang.feng", false)).await.expect("the first operator");
    world.app.clock.advance_seconds(ONE_TIME_CODE_SECONDS + 1);
    let request = SignInOperatorRequest {
        login: "huang.feng".to_owned(),
        password: word_after(&told, "一次性密码"),
        code: device(&told).code_at(world.app.clock.now().seconds()),
    };
    let refused = Browser::anonymous(&world).call::<SignInOperator>(&request).await.expect_err("too late");
    assert_eq!(refused.code(), "initial_password_expired");
}

/// What was shown once is nowhere in the table.
#[tokio::test]
async fn neither_the_first_password_nor_the_device_is_readable_in_the_table() {
    let world = World::new().await;
    let told = world.creates_operator(&form("huang.feng", false)).await.expect("the first operator");
    let client = local::engine::client(&world.engine);
    let items: Vec<Item> = client.scan().table_name("xueshi").send().await.expect("a scan").items.unwrap_or_default();
    let raw = format!("{items:?}");
    assert!(raw.contains("huang.feng"), "the scan sees the operator");
    assert!(!raw.contains(&word_after(&told, "一次性密码")) && !raw.contains(&device(&told).base32()));
}
