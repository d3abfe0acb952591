use domain::account::SignUpForm;
use domain::contract::accounts::ReadSessionRequest;
use domain::contract::{ReadSession, SignUpProfessional};
use domain::id::{DepartmentId, UnitId};
use functions::store::table::Item;
use tests::fixtures::{chief, identity};
use tests::{Browser, World};

fn form(unit: &UnitId) -> SignUpForm {
    SignUpForm {
        name: "韦丽琳".to_owned(),
        identity_number: identity(1).expose().to_owned(),
        mobile: "138 0013 8000".to_owned(),
        password: "三月的雨 1987".to_owned(),
        unit: Some(unit.clone()),
        department: None,
    }
}

#[tokio::test]
async fn it_creates_the_person_and_signs_in() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let mut browser = Browser::anonymous(&world);
    let session = browser.signing::<SignUpProfessional>(&form(&unit)).await.expect("a new account");
    assert_eq!((session.name.as_str(), session.must_change_password), ("韦丽琳", false));
    browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("signed in");
}

#[tokio::test]
async fn a_repeat_signs_in_again_and_a_second_sign_up_is_refused() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = Browser::anonymous(&world);
    let key = world.key();
    browser.keyed::<SignUpProfessional>(&form(&unit), &key).await.expect("a new account");
    browser.keyed::<SignUpProfessional>(&form(&unit), &key).await.expect("the same account");
    let refused = browser.call::<SignUpProfessional>(&form(&unit)).await.expect_err("it exists");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
    assert!(!refused.body.message.contains(identity(1).expose()));
}

#[tokio::test]
async fn nobody_takes_over_a_person_whom_a_unit_has_entered() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let person =
        functions::store::people::Person::new(&world.app.vault, "韦丽琳".to_owned(), &identity(1), None, chief(&unit));
    world.app.table.transact(vec![person.put().expect("an item")]).await.expect("a new person");
    let refused = Browser::anonymous(&world).call::<SignUpProfessional>(&form(&unit)).await.expect_err("entered");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
}

#[tokio::test]
async fn every_mistake_is_named_at_once() {
    let world = World::new().await;
    let browser = Browser::anonymous(&world);
    let empty = browser.call::<SignUpProfessional>(&SignUpForm::default()).await.expect_err("nothing filled in");
    let fields = ["name:required", "identity_number:required", "mobile:required", "password:required", "unit:required"];
    assert_eq!(empty.fields(), fields);
    let nowhere = browser.call::<SignUpProfessional>(&form(&UnitId::from_bits(1))).await.expect_err("no such unit");
    assert_eq!(nowhere.fields(), ["unit:unknown"]);
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let department = Some(DepartmentId::from_bits(1));
    let refused = browser.call::<SignUpProfessional>(&SignUpForm { department, ..form(&unit) }).await;
    assert_eq!(refused.expect_err("no such department").fields(), ["department:unknown"]);
}

#[tokio::test]
async fn identity_and_phone_numbers_are_unreadable_in_the_table() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    Browser::anonymous(&world).call::<SignUpProfessional>(&form(&unit)).await.expect("a new account");
    let client = local::engine::client(&world.engine);
    let items: Vec<Item> = client.scan().table_name("xueshi").send().await.expect("a scan").items.unwrap_or_default();
    let raw = format!("{items:?}");
    assert!(raw.contains("韦丽琳"), "the scan sees the person");
    assert!(!raw.contains(identity(1).expose()));
    assert!(!raw.contains("13800138000"));
}
