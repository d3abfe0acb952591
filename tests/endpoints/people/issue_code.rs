use domain::account::RedeemForm;
use domain::contract::people::IssueCodeRequest;
use domain::contract::{IssueCode, RedeemCode};
use tests::fixtures::{chief, department};
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
