//! Idempotency keys open nothing: whoever has one, from a log, a shared browser or a copy of the table, has no way in by it.

use domain::account::{RedeemForm, SignUpForm};
use domain::contract::accounts::{ChangePasswordRequest, EndOtherSessionsRequest};
use domain::contract::people::IssueCodeRequest;
use domain::contract::{ChangePassword, EndOtherSessions, IssueCode, RedeemCode, SignUpProfessional, SignUpUnit};
use domain::id::UnitId;
use domain::unit::UnitSignUpForm;
use functions::store::table::Item;
use tests::fixtures::{PASSWORD, chief, credit_code, identity};
use tests::{Browser, World};

const NEW_PASSWORD: &str = "五月的风 1990";

fn sign_up(unit: &UnitId) -> SignUpForm {
    SignUpForm {
        name: "韦丽琳".to_owned(),
        identity_number: identity(1).expose().to_owned(),
        mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
        unit: Some(unit.clone()),
        department: None,
    }
}

fn unit_sign_up() -> UnitSignUpForm {
    UnitSignUpForm {
        credit_code: credit_code(1).as_str().to_owned(),
        name: "宾阳县新办医院".to_owned(),
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn new_password() -> ChangePasswordRequest {
    ChangePasswordRequest { current_password: PASSWORD.to_owned(), new_password: NEW_PASSWORD.to_owned() }
}

#[tokio::test]
async fn a_sign_up_is_repeated_with_its_own_content_and_within_ten_minutes_alone() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let (browser, key) = (Browser::anonymous(&world), world.key());
    browser.keyed::<SignUpProfessional>(&sign_up(&unit), &key).await.expect("a new account");
    let other = SignUpForm { password: NEW_PASSWORD.to_owned(), ..sign_up(&unit) };
    let refused = browser.keyed::<SignUpProfessional>(&other, &key).await.expect_err("another password");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
    world.app.clock.advance_seconds(10 * 60 - 1);
    browser.keyed::<SignUpProfessional>(&sign_up(&unit), &key).await.expect("the answer was lost");
    world.app.clock.advance_seconds(1);
    let refused = browser.keyed::<SignUpProfessional>(&sign_up(&unit), &key).await.expect_err("too late");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
}

#[tokio::test]
async fn the_key_of_a_sign_up_opens_nothing_after_a_change_of_the_account() {
    for ends_sessions in [true, false] {
        let world = World::new().await;
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let (mut browser, key) = (Browser::anonymous(&world), world.key());
        let call = browser.measured::<SignUpProfessional>(&sign_up(&unit), &key).await;
        browser.keep(&call.cookies);
        if ends_sessions {
            browser.call::<EndOtherSessions>(&EndOtherSessionsRequest {}).await.expect("the others are ended");
        } else {
            browser.signing::<ChangePassword>(&new_password()).await.expect("a new password");
        }
        let call = Browser::anonymous(&world).measured::<SignUpProfessional>(&sign_up(&unit), &key).await;
        assert_eq!(call.result.expect_err("the account has changed").fields(), ["identity_number:taken"]);
        assert!(call.cookies.is_empty());
        // Nor does it stand for a one-time code.
        let zeros = RedeemForm {
            identity_number: identity(1).expose().to_owned(),
            code: "0000-0000-0000".to_owned(),
            password: NEW_PASSWORD.to_owned(),
        };
        let refused = browser.keyed::<RedeemCode>(&zeros, &key).await.expect_err("no code");
        assert_eq!(refused.fields(), ["code:wrong"]);
    }
}

#[tokio::test]
async fn the_key_of_a_redeemed_code_opens_nothing_after_a_change_of_the_account() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let issued = of_unit.call::<IssueCode>(&IssueCodeRequest { person: member.person.clone() }).await;
    let redeem = RedeemForm {
        identity_number: member.identity.expose().to_owned(),
        code: issued.unwrap_or_else(|refused| panic!("{refused:?}")).code,
        password: PASSWORD.to_owned(),
    };
    let (mut browser, key) = (Browser::anonymous(&world), world.key());
    let call = browser.measured::<RedeemCode>(&redeem, &key).await;
    browser.keep(&call.cookies);
    browser.keyed::<RedeemCode>(&redeem, &key).await.expect("a repeat at once");
    let refused = browser.keyed::<SignUpProfessional>(&sign_up(&unit), &key).await.expect_err("another endpoint's key");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
    browser.signing::<ChangePassword>(&new_password()).await.expect("a new password");
    let refused = browser.keyed::<RedeemCode>(&redeem, &key).await.expect_err("the account has changed");
    assert_eq!(refused.fields(), ["code:wrong"]);
}

#[tokio::test]
async fn the_key_of_a_units_sign_up_opens_nothing_after_a_change_of_the_account() {
    let world = World::new().await;
    let (mut browser, key) = (Browser::anonymous(&world), world.key());
    let call = browser.measured::<SignUpUnit>(&unit_sign_up(), &key).await;
    browser.keep(&call.cookies);
    browser.keyed::<SignUpUnit>(&unit_sign_up(), &key).await.expect("a repeat at once");
    let other = UnitSignUpForm { password: NEW_PASSWORD.to_owned(), ..unit_sign_up() };
    let refused = browser.keyed::<SignUpUnit>(&other, &key).await.expect_err("another password");
    assert_eq!(refused.fields(), ["credit_code:taken"]);
    browser.signing::<ChangePassword>(&new_password()).await.expect("a new password");
    let refused = browser.keyed::<SignUpUnit>(&unit_sign_up(), &key).await.expect_err("the account has changed");
    assert_eq!(refused.fields(), ["credit_code:taken"]);
}

/// A key that is sent stands nowhere, nor does anything that a body could be guessed by.
#[tokio::test]
async fn no_key_that_was_sent_is_in_the_table() {
    let world = World::new().await;
    tests::scenario::of_every_endpoint(&world).await;
    let client = local::engine::client(&world.engine);
    let pages = client.scan().table_name("xueshi").into_paginator().items().send();
    let items: Vec<Item> = pages.collect::<Result<_, _>>().await.expect("a scan");
    let raw = format!("{items:?}");
    assert!(raw.contains("韦丽琳") && raw.contains("护理部"), "the scan sees what the scenario has left");
    let keys = world.keys_given();
    assert!(keys.len() > 100, "{}", keys.len());
    for key in keys {
        assert!(!raw.contains(key.as_str()), "{key}");
    }
}
