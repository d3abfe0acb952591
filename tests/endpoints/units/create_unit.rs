use domain::contract::units::SearchUnitsRequest;
use domain::contract::{CreateUnit, SearchUnits};
use domain::unit::UnitForm;
use tests::World;
use tests::fixtures::{chief, credit_code};

fn form(n: u32, name: &str) -> UnitForm {
    UnitForm { name: name.to_owned(), credit_code: credit_code(n).as_str().to_owned(), region: "450103".to_owned() }
}

#[tokio::test]
async fn it_is_found_and_usable_at_once() {
    let world = World::new().await;
    let employer = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&employer)).await;
    let search = SearchUnitsRequest { text: "新办的诊所".to_owned(), ..SearchUnitsRequest::default() };
    // Searched before, so that the directory is in memory when the unit comes.
    assert_eq!(member.browser.call::<SearchUnits>(&search).await.expect("hits").total, 0);
    let key = world.key();
    let unit = member.browser.keyed::<CreateUnit>(&form(2, "新办的诊所"), &key).await.expect("a new unit");
    assert!(!unit.verified);
    let again = member.browser.keyed::<CreateUnit>(&form(2, "新办的诊所"), &key).await.expect("the same unit");
    assert_eq!(again, unit);
    assert_eq!(member.browser.call::<SearchUnits>(&search).await.expect("hits").hits, std::slice::from_ref(&unit));
    let row = member.drafts("甲").await;
    assert_eq!(member.submits(&row, &unit.id).await.reviewing_unit.as_deref(), Some("新办的诊所"));
}

#[tokio::test]
async fn a_code_is_one_units_alone() {
    let world = World::new().await;
    let employer = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&employer)).await;
    let refused = member.browser.call::<CreateUnit>(&form(1, "冒名的医院")).await.expect_err("taken");
    assert_eq!(refused.fields(), ["credit_code:taken"]);
    let wrong = UnitForm { name: "其他单位".to_owned(), ..UnitForm::default() };
    let refused = member.browser.call::<CreateUnit>(&wrong).await.expect_err("three mistakes");
    assert_eq!(refused.fields(), ["name:reserved", "credit_code:required", "region:required"]);
}
