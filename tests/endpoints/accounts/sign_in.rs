use domain::contract::accounts::{ReadSessionRequest, SignInRequest};
use domain::contract::{ReadSession, SignIn};
use domain::permission::Role;
use http::{StatusCode, header};
use tests::fixtures::{PASSWORD, chief, identity};
use tests::{Browser, World};

fn request(role: Role, login: &str, password: &str) -> SignInRequest {
    SignInRequest { role, login: login.to_owned(), password: password.to_owned() }
}

#[tokio::test]
async fn the_right_password_opens_a_session_for_its_role_only() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let mut browser = Browser::anonymous(&world);
    let session = browser
        .signing::<SignIn>(&request(Role::Professional, member.identity.expose(), PASSWORD))
        .await
        .expect("the right password");
    assert_eq!((session.name.as_str(), session.unit.name.as_str()), ("韦丽琳", "南宁市第一人民医院"));
    assert!(!session.identity_masked.contains(&member.identity.expose()[4..14]));
    assert_eq!(browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session").name, "韦丽琳");

    let as_administrator = request(Role::Administrator, member.identity.expose(), PASSWORD);
    let refused = browser.call::<SignIn>(&as_administrator).await.expect_err("no such account");
    assert_eq!((refused.status, refused.code()), (StatusCode::UNAUTHORIZED, "wrong_credentials"));
}

#[tokio::test]
async fn a_missing_account_looks_like_a_wrong_password() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let browser = Browser::anonymous(&world);
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for _ in 0..8 {
        let wrong = request(Role::Professional, member.identity.expose(), "不是这个密码");
        known.push(browser.call::<SignIn>(&wrong).await.expect_err("a wrong password").body.code);
        let missing = request(Role::Professional, identity(2).expose(), "不是这个密码");
        unknown.push(browser.call::<SignIn>(&missing).await.expect_err("nobody").body.code);
    }
    assert_eq!(known, unknown);
    assert_eq!(known[..5], vec!["wrong_credentials"; 5]);
    assert_eq!(known[5..], vec!["locked"; 3]);
}

#[tokio::test]
async fn a_lock_opens_after_its_time_and_the_next_lasts_longer() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let browser = Browser::anonymous(&world);
    let wrong = request(Role::Professional, member.identity.expose(), "不是这个密码");
    let right = request(Role::Professional, member.identity.expose(), PASSWORD);
    for _ in 0..5 {
        assert_eq!(browser.call::<SignIn>(&wrong).await.expect_err("wrong").code(), "wrong_credentials");
    }
    assert_eq!(browser.call::<SignIn>(&right).await.expect_err("locked even for the right one").code(), "locked");
    world.app.clock.advance_seconds(30);
    assert_eq!(browser.call::<SignIn>(&wrong).await.expect_err("wrong").code(), "wrong_credentials");
    world.app.clock.advance_seconds(30);
    assert_eq!(browser.call::<SignIn>(&right).await.expect_err("sixty seconds now").code(), "locked");
    world.app.clock.advance_seconds(30);
    browser.call::<SignIn>(&right).await.expect("the lock has opened");
    // The right password has wiped the slate.
    assert_eq!(browser.call::<SignIn>(&wrong).await.expect_err("wrong").code(), "wrong_credentials");
    browser.call::<SignIn>(&right).await.expect("one wrong one costs nothing");
}

#[tokio::test]
async fn an_initial_password_works_until_its_day() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let mut account = world.account(Role::Administrator, "黄锋", &identity(1), Some(chief(&unit)));
    account.must_change_password = true;
    account.initial_password_until = Some(tests::world::NOW.plus_seconds(14 * 24 * 60 * 60));
    world.app.table.transact(vec![account.put().expect("an item")]).await.expect("a new account");
    let browser = Browser::anonymous(&world);
    let right = request(Role::Administrator, identity(1).expose(), PASSWORD);
    assert!(browser.call::<SignIn>(&right).await.expect("the initial password").must_change_password);
    world.app.clock.advance_seconds(14 * 24 * 60 * 60 + 1);
    let refused = browser.call::<SignIn>(&right).await.expect_err("a fortnight is over");
    assert_eq!(refused.code(), "initial_password_expired");
}

/// Session and browser: RFC 6265bis, 4.1.2 and 4.1.3.2.
#[tokio::test]
async fn its_cookies_are_for_this_origin_alone_and_for_no_script() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let right = request(Role::Professional, member.identity.expose(), PASSWORD);
    let sent = Browser::anonymous(&world).request::<SignIn>(&right, &world.key());
    let response = functions::http::answer(&world.app, sent).await.response;
    let body = String::from_utf8_lossy(response.body());
    let mut names = Vec::new();
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        let mut parts = cookie.to_str().expect("ASCII").split("; ");
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a name and a value");
        assert!(!body.contains(value), "scripts are told {name}");
        let attributes: Vec<&str> = parts.collect();
        for attribute in ["Path=/", "HttpOnly", "Secure", "SameSite=Strict"] {
            assert!(attributes.contains(&attribute), "{name} has no {attribute}: {attributes:?}");
        }
        names.push(name);
    }
    assert_eq!(names, ["__Host-session", "__Host-device"]);
}
