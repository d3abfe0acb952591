use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::ApproveRequest;
use domain::contract::unit_management::UpdateUnitRequest;
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{ApproveRegistrations, SearchUnits, UpdateUnit};
use domain::review::{Stage, Status};
use domain::unit::UnitProfileForm;
use tests::fixtures::{chief, department, done, only, seen};
use tests::{Browser, World};

fn form(name: &str, final_review: bool) -> UnitProfileForm {
    UnitProfileForm {
        name: name.to_owned(),
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        final_review,
    }
}

#[tokio::test]
async fn final_review_is_switched_on_and_off() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.unit_account(1, &unit).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_hospital = world.administrator(9, "黄锋", chief(&unit)).await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let pass = async |browser: &Browser<'_>, row: &RegistrationRow| {
        let request = ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() };
        done(only(&browser.call::<ApproveRegistrations>(&request).await.expect("a result")))
    };
    let mut version = 0;
    let mut switch = async |on: bool| {
        let request = UpdateUnitRequest { version, form: form("南宁市第一人民医院", on) };
        version = of_unit.call::<UpdateUnit>(&request).await.expect("the unit").version;
    };
    switch(true).await;
    let first = nurse.submits(&nurse.drafts("甲").await, &unit).await;
    let passed = pass(&of_nursing, &first).await;
    assert_eq!((passed.status, passed.stage), (Status::Pending, Some(Stage::Final)));
    switch(false).await;
    // What stands at the final stage stays the chief's to decide.
    assert_eq!(pass(&of_hospital, &passed).await.status, Status::Approved);
    let second = nurse.submits(&nurse.drafts("乙").await, &unit).await;
    assert_eq!(pass(&of_nursing, &second).await.status, Status::Approved);
}

#[tokio::test]
async fn a_renamed_unit_is_found_under_its_new_name_alone_and_waits_to_be_confirmed() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let nobody = Browser::anonymous(&world);
    let names = async |text: &str| {
        let request = SearchUnitsRequest { text: text.to_owned(), ..SearchUnitsRequest::default() };
        let found = nobody.call::<SearchUnits>(&request).await.expect("hits");
        found.hits.into_iter().map(|hit| (hit.name, hit.verified)).collect::<Vec<_>>()
    };
    assert_eq!(names("第一人民").await.len(), 1);
    let (key, request) = (world.key(), UpdateUnitRequest { version: 0, form: form("南宁市中心医院", false) });
    let renamed = of_unit.keyed::<UpdateUnit>(&request, &key).await.expect("another name");
    assert_eq!(of_unit.keyed::<UpdateUnit>(&request, &key).await.expect("a repeat"), renamed);
    assert_eq!((renamed.verified, renamed.contact_mobile_masked.as_str()), (false, "138****8000"));
    assert_eq!(names("第一人民").await, []);
    assert_eq!(names("南宁市").await, [("南宁市中心医院".to_owned(), false)]);
    let stale = of_unit.call::<UpdateUnit>(&request).await.expect_err("an old version");
    assert_eq!(stale.code(), "changed_meanwhile");
    let empty = UpdateUnitRequest { version: 1, form: UnitProfileForm::default() };
    let refused = of_unit.call::<UpdateUnit>(&empty).await.expect_err("nothing is filled in");
    assert_eq!(refused.fields(), ["name:required", "region:required", "contact_name:required"]);
}
