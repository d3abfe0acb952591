//! Guessing: of many tries at once no more are judged than one after the other, and nobody who guesses keeps out who is known.

use std::collections::BTreeMap;

use domain::account::RedeemForm;
use domain::contract::accounts::{ChangePasswordRequest, SignInOperatorRequest, SignInRequest};
use domain::contract::people::IssueCodeRequest;
use domain::contract::{ChangePassword, Endpoint, IssueCode, RedeemCode, SignIn, SignInOperator};
use domain::permission::Role;
use tests::fixtures::{PASSWORD, chief, identity};
use tests::{Browser, World};
use tokio::task::JoinSet;

const FREE: usize = 5;
const BURST: usize = 200;

fn sign_in(login: &str, password: &str) -> SignInRequest {
    SignInRequest { role: Role::Professional, login: login.to_owned(), password: password.to_owned() }
}

/// Sends the same request many times at once; gives how often each code came back.
async fn burst<E: Endpoint<Request: Clone + Send + Sync, Response: Send>>(
    world: &'static World,
    request: &E::Request,
) -> BTreeMap<String, usize>
where
    E::Request: 'static,
    E::Response: 'static,
{
    let mut tries = JoinSet::new();
    for _ in 0..BURST {
        let request = request.clone();
        tries.spawn(async move {
            match Browser::anonymous(world).call::<E>(&request).await {
                Ok(_) => "let in".to_owned(),
                Err(refused) => refused.body.code,
            }
        });
    }
    let mut codes = BTreeMap::new();
    while let Some(code) = tries.join_next().await {
        *codes.entry(code.expect("no panic")).or_default() += 1;
    }
    codes
}

/// For tasks, which outlive what they are made in.
async fn lasting_world() -> &'static World {
    Box::leak(Box::new(World::new().await))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_passwords_at_once_the_free_ones_are_judged() {
    let world = lasting_world().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let codes = burst::<SignIn>(world, &sign_in(member.identity.expose(), "不是这个密码")).await;
    assert_eq!(codes, BTreeMap::from([("wrong_credentials".to_owned(), FREE), ("locked".to_owned(), BURST - FREE)]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_one_time_codes_at_once_the_free_ones_are_judged() {
    let world = lasting_world().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let guess = RedeemForm {
        identity_number: member.identity.expose().to_owned(),
        code: "0000-0000-0000".to_owned(),
        password: "五月的风 1990".to_owned(),
    };
    let codes = burst::<RedeemCode>(world, &guess).await;
    assert_eq!(codes, BTreeMap::from([("invalid_input".to_owned(), FREE), ("locked".to_owned(), BURST - FREE)]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_codes_of_an_operators_device_at_once_the_free_ones_are_judged() {
    let world = lasting_world().await;
    let operator = world.operator("huang.feng").await;
    let old = operator.sign_in(world.app.clock.now().plus_seconds(-90)).code;
    let guess = SignInOperatorRequest { code: old, ..operator.sign_in(world.app.clock.now()) };
    let codes = burst::<SignInOperator>(world, &guess).await;
    assert_eq!(codes, BTreeMap::from([("wrong_credentials".to_owned(), FREE), ("locked".to_owned(), BURST - FREE)]));
}

/// However many there were, one more is judged after the wait that was told, and then one has to wait again.
#[tokio::test]
async fn the_lock_holds_after_any_number_of_tries() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let (browser, wrong) = (Browser::anonymous(&world), sign_in(member.identity.expose(), "不是这个密码"));
    for _ in 0..FREE {
        browser.call::<SignIn>(&wrong).await.expect_err("a wrong password");
    }
    let mut wait = 30;
    for number in FREE..72 {
        let locked = browser.call::<SignIn>(&wrong).await.expect_err("too soon");
        assert_eq!(locked.code(), "locked", "after {number} tries");
        let told = if wait > 60 { format!("{} 分钟", wait / 60 + 1) } else { format!("{wait} 秒") };
        assert!(locked.body.message.contains(&told), "after {number} tries: {}", locked.body.message);
        world.app.clock.advance_seconds(wait);
        let judged = browser.call::<SignIn>(&wrong).await.expect_err("a wrong password");
        assert_eq!(judged.code(), "wrong_credentials", "after {number} tries");
        wait = (wait * 2).min(3_600);
    }
}

#[tokio::test]
async fn a_stranger_does_not_lock_out_a_browser_that_has_signed_in_before() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let right = sign_in(member.identity.expose(), PASSWORD);
    let wrong = sign_in(member.identity.expose(), "不是这个密码");
    let mut own = Browser::anonymous(&world);
    own.signing::<SignIn>(&right).await.expect("the right password");
    let stranger = Browser::anonymous(&world);
    while stranger.call::<SignIn>(&wrong).await.expect_err("wrong").code() != "locked" {}
    assert_eq!(Browser::anonymous(&world).call::<SignIn>(&right).await.expect_err("unknown too").code(), "locked");
    own.signing::<SignIn>(&right).await.expect("this browser is known");

    // Nor do wrong ones of a known browser count for others; and they are bounded all the same.
    world.app.clock.advance_seconds(30);
    while own.call::<SignIn>(&wrong).await.expect_err("wrong").code() != "locked" {}
    assert_eq!(own.call::<SignIn>(&right).await.expect_err("too many").code(), "locked");
    Browser::anonymous(&world).call::<SignIn>(&right).await.expect("a stranger's count is another");
}

/// A browser that is known to somebody is a stranger to everybody else.
#[tokio::test]
async fn a_known_browser_has_no_tries_of_its_own_at_another_account() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let (mine, other) = (world.professional(1, "韦丽琳", chief(&unit)).await, identity(2));
    let mut browser = Browser::anonymous(&world);
    browser.signing::<SignIn>(&sign_in(mine.identity.expose(), PASSWORD)).await.expect("the right password");
    let wrong = sign_in(other.expose(), "不是这个密码");
    while Browser::anonymous(&world).call::<SignIn>(&wrong).await.expect_err("wrong").code() != "locked" {}
    assert_eq!(browser.call::<SignIn>(&wrong).await.expect_err("a stranger there").code(), "locked");
}

#[tokio::test]
async fn a_stranger_locks_out_neither_an_open_session_nor_a_fresh_code() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let stranger = Browser::anonymous(&world);
    let wrong = sign_in(member.identity.expose(), "不是这个密码");
    while stranger.call::<SignIn>(&wrong).await.expect_err("wrong").code() != "locked" {}
    let redeem = |code: &str| RedeemForm {
        identity_number: member.identity.expose().to_owned(),
        code: code.to_owned(),
        password: "五月的风 1990".to_owned(),
    };
    while stranger.call::<RedeemCode>(&redeem("0000-0000-0000")).await.expect_err("wrong").code() != "locked" {}

    let change =
        ChangePasswordRequest { current_password: PASSWORD.to_owned(), new_password: "四月的云 1988".to_owned() };
    member.browser.clone().signing::<ChangePassword>(&change).await.expect("the session is open");
    let issued = of_unit.call::<IssueCode>(&IssueCodeRequest { person: member.person.clone() }).await;
    let code = issued.unwrap_or_else(|refused| panic!("{refused:?}")).code;
    stranger.call::<RedeemCode>(&redeem(&code)).await.expect("a fresh code has a count of its own");
}

/// All of them together are not an account, and lock nobody out.
#[tokio::test]
async fn what_is_no_number_is_told_at_its_field_and_counted_nowhere() {
    let world = World::new().await;
    let browser = Browser::anonymous(&world);
    let number = identity(1);
    let (base, check) = number.expose().split_at(17);
    let mistyped = format!("{base}{}", if check == "0" { "1" } else { "0" });
    for _ in 0..20 {
        let refused = browser.call::<SignIn>(&sign_in(&mistyped, PASSWORD)).await.expect_err("mistyped");
        assert_eq!(refused.fields(), ["login:check_character"]);
        let unit = SignInRequest { role: Role::Unit, ..sign_in("12450000498505133", PASSWORD) };
        assert_eq!(browser.call::<SignIn>(&unit).await.expect_err("one too short").fields(), ["login:length"]);
    }
}
