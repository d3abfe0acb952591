use domain::account::RedeemForm;
use domain::contract::accounts::ReadSessionRequest;
use domain::contract::messages::{About, ListMessagesRequest};
use domain::contract::people::IssueCodeRequest;
use domain::contract::registrations::CreateUnitRegistrationRequest;
use domain::contract::{CreateUnitRegistration, IssueCode, ListMessages, ReadSession, RedeemCode};
use tests::fixtures::{chief, department, form, identity};
use tests::{Browser, World};

#[tokio::test]
async fn a_code_is_shown_again_to_the_very_request_alone_and_a_newer_one_replaces_it() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_surgery = world.administrator(7, "农建华", department(&unit, &surgery)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let (key, request) = (world.key(), IssueCodeRequest { person: nurse.person.clone() });
    let first = of_nursing.keyed::<IssueCode>(&request, &key).await.expect("a code");
    let again = of_nursing.keyed::<IssueCode>(&request, &key).await.expect("a repeat");
    assert_eq!((&first.code, first.activates), (&again.code, false));
    let refused = of_surgery.call::<IssueCode>(&request).await.err().expect("not theirs");
    assert_eq!(refused.code(), "not_found");
    let second = of_unit.call::<IssueCode>(&request).await.expect("another code");
    assert!(first.code != second.code);
    let redeem = |code: &str| RedeemForm {
        identity_number: nurse.identity.expose().to_owned(),
        code: code.to_owned(),
        password: "五月的风 1990".to_owned(),
    };
    let nobody = Browser::anonymous(&world);
    let replaced = nobody.call::<RedeemCode>(&redeem(&first.code)).await.expect_err("the old one");
    assert_eq!(replaced.fields(), ["code:wrong"]);
    nobody.call::<RedeemCode>(&redeem(&second.code)).await.expect("the new one");
}

#[tokio::test]
async fn who_has_an_account_hears_of_the_code_and_of_its_use_and_who_has_none_of_neither() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let (key, request) = (world.key(), IssueCodeRequest { person: nurse.person.clone() });
    let issued = of_unit.keyed::<IssueCode>(&request, &key).await.expect("a code");
    of_unit.keyed::<IssueCode>(&request, &key).await.expect("a repeat");
    let by = "黄锋（单位管理员）".to_owned();
    assert_eq!(messages(&nurse.browser).await, [About::CodeIssued { by: by.clone() }]);
    assert_eq!(unread(&nurse.browser).await, 1);
    world.app.clock.advance_seconds(60);
    let mut phone = Browser::anonymous(&world);
    let redeem = |n: u32, code: &str| RedeemForm {
        identity_number: identity(n).expose().to_owned(),
        code: code.to_owned(),
        password: "五月的风 1990".to_owned(),
    };
    phone.signing::<RedeemCode>(&redeem(1, &issued.code)).await.expect("a new password");
    assert_eq!(messages(&phone).await, [About::PasswordReset, About::CodeIssued { by }]);
    assert_eq!(unread(&phone).await, 2);

    let entered = CreateUnitRegistrationRequest {
        identity_number: identity(2).expose().to_owned(),
        name: "覃志明".to_owned(),
        form: form("甲"),
    };
    let row = of_unit.call::<CreateUnitRegistration>(&entered).await.expect("a registration").row;
    let issued =
        of_unit.call::<IssueCode>(&IssueCodeRequest { person: row.id.person().clone() }).await.expect("a code");
    let mut phone = Browser::anonymous(&world);
    phone.signing::<RedeemCode>(&redeem(2, &issued.code)).await.expect("an account");
    assert_eq!(messages(&phone).await, []);
}

async fn messages(browser: &Browser<'_>) -> Vec<About> {
    let page = browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("a page");
    page.messages.into_iter().map(|message| message.about).collect()
}

async fn unread(browser: &Browser<'_>) -> u32 {
    browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session").unread
}
