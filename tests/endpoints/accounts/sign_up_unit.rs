use domain::contract::accounts::SignInRequest;
use domain::contract::directory::{ImportUnitsRequest, UnitImportOutcome};
use domain::contract::unit_management::ReadUnitRequest;
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{ImportUnits, ReadUnit, SearchUnits, SignIn, SignUpUnit};
use domain::permission::Role;
use domain::unit::{UnitForm, UnitSignUpForm};
use functions::store::units;
use tests::fixtures::{PASSWORD, chief, credit_code};
use tests::{Browser, World};

fn form(n: u32, name: &str) -> UnitSignUpForm {
    UnitSignUpForm {
        credit_code: credit_code(n).as_str().to_owned(),
        name: name.to_owned(),
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

#[tokio::test]
async fn a_unit_that_is_missing_signs_itself_up_and_in_and_is_found_at_once() {
    let world = World::new().await;
    let mut browser = Browser::anonymous(&world);
    let signed_up = browser.signing::<SignUpUnit>(&form(1, "宾阳县新办医院")).await.expect("an account");
    let session = signed_up.session.expect("a unit that was new is its own at once");
    assert_eq!((session.role, session.unit.name.as_str()), (Role::Unit, "宾阳县新办医院"));
    let known = browser.call::<ReadUnit>(&ReadUnitRequest {}).await.expect("the unit");
    assert_eq!((known.verified, known.contact_name.as_str()), (false, "黄锋"));
    let search = SearchUnitsRequest { text: "新办".to_owned(), ..SearchUnitsRequest::default() };
    let hits = browser.call::<SearchUnits>(&search).await.expect("hits").hits;
    assert_eq!(
        hits.iter().map(|hit| (hit.name.as_str(), hit.verified)).collect::<Vec<_>>(),
        [("宾阳县新办医院", false)]
    );
    let sign_in = SignInRequest {
        role: Role::Unit,
        login: credit_code(1).as_str().to_lowercase(),
        password: PASSWORD.to_owned(),
    };
    let session = Browser::anonymous(&world).call::<SignIn>(&sign_in).await.expect("by credit code");
    assert_eq!(session.identity_masked, credit_code(1).as_str());
}

#[tokio::test]
async fn a_unit_of_the_directory_keeps_what_is_known_of_it_and_waits() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let mut browser = Browser::anonymous(&world);
    let (key, typed) = (world.key(), form(1, "随便起的名字"));
    let waits = browser.keyed::<SignUpUnit>(&typed, &key).await.expect("an account");
    assert_eq!(waits.session, None);
    assert_eq!(browser.keyed::<SignUpUnit>(&typed, &key).await.expect("a repeat"), waits);
    let known = units::find_now(&world.app, &unit).await.expect("a read").expect("the unit");
    assert_eq!((known.name.as_str(), known.contact.expect("one").name.as_str()), ("南宁市第一人民医院", "黄锋"));
    let taken = browser.signing::<SignUpUnit>(&typed).await.expect_err("there is one");
    assert_eq!(taken.fields(), ["credit_code:taken"]);
}

#[tokio::test]
async fn nobody_takes_over_a_unit_that_has_administrators() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    world.administrator(9, "黄锋", chief(&unit)).await;
    let refused = Browser::anonymous(&world).call::<SignUpUnit>(&form(1, "南宁市第一人民医院")).await;
    assert_eq!(refused.expect_err("in use").fields(), ["credit_code:taken"]);
}

#[tokio::test]
async fn a_real_code_that_does_not_check_is_an_operators_to_enter() {
    let world = World::new().await;
    let real = || "91350203M0001QKT19".to_owned();
    let typed = UnitSignUpForm { credit_code: real(), ..form(1, "厦门某公司") };
    let refused = Browser::anonymous(&world).call::<SignUpUnit>(&typed).await.expect_err("nobody has entered it");
    assert_eq!(refused.fields(), ["credit_code:check_character"]);
    let row = UnitForm { name: "厦门某公司".to_owned(), credit_code: real(), region: "450103".to_owned() };
    let operator = tests::two_units::operator(&world).await;
    let answer = operator.call::<ImportUnits>(&ImportUnitsRequest { rows: vec![row] }).await.expect("outcomes");
    assert_eq!(answer.results, [UnitImportOutcome::Added]);
    Browser::anonymous(&world).call::<SignUpUnit>(&typed).await.expect("an account that waits");
    let search = SearchUnitsRequest { text: real(), ..SearchUnitsRequest::default() };
    assert_eq!(Browser::anonymous(&world).call::<SearchUnits>(&search).await.expect("hits").hits.len(), 1);
    let identity = UnitSignUpForm { credit_code: "450103198802290121".to_owned(), ..typed };
    let refused = Browser::anonymous(&world).call::<SignUpUnit>(&identity).await.expect_err("somebody's number");
    assert_eq!(refused.fields(), ["credit_code:identity_number"]);
}
