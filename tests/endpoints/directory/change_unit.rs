use domain::contract::accounts::{ChangeEmployerRequest, ReadSessionRequest, SignInRequest};
use domain::contract::audit::SearchAuditRequest;
use domain::contract::directory::{ChangeUnitRequest, FoundUnit, UnitCard};
use domain::contract::registrations::{BatchRequest, SubmitRequest};
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{
    ChangeEmployer, ChangeUnit, ReadSession, SearchAudit, SearchUnits, SignIn, SignUpProfessional, SubmitRegistrations,
    WithdrawRegistrations,
};
use domain::id::UnitId;
use domain::permission::Role;
use domain::unit::ListedUnitForm;
use tests::fixtures::{PASSWORD, chief, credit_code, done, identity, only, seen};
use tests::two_units::operator;
use tests::{Browser, Refused, World};

fn form(name: &str) -> ListedUnitForm {
    ListedUnitForm {
        name: name.to_owned(),
        region: "450103".to_owned(),
        verified: true,
        supervising: false,
        disabled: false,
    }
}

async fn change(operator: &Browser<'_>, id: &UnitId, version: u32, form: ListedUnitForm) -> Result<UnitCard, Refused> {
    operator.call::<ChangeUnit>(&ChangeUnitRequest { id: id.clone(), version, form }).await
}

async fn hits(world: &World, text: &str, supervising: bool) -> Vec<(String, bool)> {
    let request = SearchUnitsRequest { text: text.to_owned(), supervising, ..SearchUnitsRequest::default() };
    let found = Browser::anonymous(world).call::<SearchUnits>(&request).await.expect("hits");
    found.hits.into_iter().map(|hit| (hit.name, hit.verified)).collect()
}

fn sign_in(role: Role, login: &str) -> SignInRequest {
    SignInRequest { role, login: login.to_owned(), password: PASSWORD.to_owned() }
}

#[tokio::test]
async fn a_correction_is_in_the_directory_at_once_and_the_units_own_account_goes_by_it() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let operator = operator(&world).await;
    let corrected = ListedUnitForm { supervising: true, ..form("南宁市第一医院") };
    let (key, request) = (world.key(), ChangeUnitRequest { id: unit.clone(), version: 0, form: corrected });
    let card = operator.keyed::<ChangeUnit>(&request, &key).await.expect("a change");
    let FoundUnit { name, supervising, verified, disabled, .. } = card.unit.clone();
    assert_eq!(
        (name.as_str(), supervising, verified, disabled, card.version),
        ("南宁市第一医院", true, true, false, 1)
    );
    assert_eq!(operator.keyed::<ChangeUnit>(&request, &key).await.expect("a repeat"), card);
    assert_eq!(hits(&world, "第一", true).await, [("南宁市第一医院".to_owned(), true)]);
    assert_eq!(hits(&world, "人民", false).await, []);
    let session = of_unit.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session");
    assert_eq!((session.name.as_str(), session.unit.name.as_str()), ("南宁市第一医院", "南宁市第一医院"));
    let stale = change(&operator, &unit, 0, form("南宁市第一人民医院")).await.expect_err("an old version");
    assert_eq!(stale.code(), "changed_meanwhile");
    for whose in [None, Some(unit.clone())] {
        let search = SearchAuditRequest { unit: whose, ..SearchAuditRequest::default() };
        let noted = operator.call::<SearchAudit>(&search).await.expect("a page").entries;
        let corrections =
            noted.iter().filter(|entry| entry.event == "unit_corrected" && entry.subject == unit.as_str());
        assert_eq!(corrections.count(), 1, "with the platform, and with the unit itself");
    }
    let empty = change(&operator, &unit, 1, ListedUnitForm::default()).await.expect_err("nothing is filled in");
    assert_eq!(empty.fields(), ["name:required", "region:required"]);
    let other = ChangeUnitRequest { version: 1, ..request };
    let reused = operator.keyed::<ChangeUnit>(&other, &key).await.expect_err("the same key");
    assert_eq!(reused.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn a_disabled_unit_takes_nothing_new_signs_nobody_in_and_keeps_nobodys_registrations() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let guest = world.professional(2, "覃志明", chief(&elsewhere)).await;
    let pending = nurse.submits(&nurse.drafts("甲").await, &unit).await;
    let draft = guest.drafts("乙").await;
    let operator = operator(&world).await;
    let off = ListedUnitForm { disabled: true, ..form("南宁市第一人民医院") };
    let card = change(&operator, &unit, 0, off).await.expect("a change");
    assert!(card.unit.disabled);

    assert_eq!(hits(&world, "第一人民", false).await, []);
    let submit = |row, unit: &UnitId| SubmitRequest { items: vec![seen(row)], unit: unit.clone() };
    let refused = guest.browser.call::<SubmitRegistrations>(&submit(&draft, &unit)).await.expect_err("closed");
    assert_eq!(refused.fields(), ["unit:disabled"]);
    let employer = ChangeEmployerRequest { unit: unit.clone(), department: None };
    assert_eq!(guest.browser.call::<ChangeEmployer>(&employer).await.expect_err("closed").fields(), ["unit:disabled"]);
    let sign_up = domain::account::SignUpForm {
        name: "新人".to_owned(),
        identity_number: identity(99).expose().to_owned(),
        mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
        unit: Some(unit.clone()),
        department: None,
    };
    let nobody = Browser::anonymous(&world);
    let refused = nobody.call::<SignUpProfessional>(&sign_up).await.expect_err("closed");
    assert_eq!(refused.fields(), ["unit:disabled"]);

    // Who serves the unit is out at once, and does not come in again.
    for session in [&of_unit, &administrator] {
        let ended = session.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("out");
        assert_eq!(ended.code(), "session_ended");
    }
    let of_unit = sign_in(Role::Unit, credit_code(1).as_str());
    let of_administrator = sign_in(Role::Administrator, identity(9).expose());
    for request in [&of_unit, &of_administrator] {
        assert_eq!(nobody.call::<SignIn>(request).await.expect_err("closed").code(), "unit_disabled");
    }
    // Its people go on, and take elsewhere what waits there.
    nobody.call::<SignIn>(&sign_in(Role::Professional, identity(1).expose())).await.expect("a session");
    let withdraw = BatchRequest { items: vec![seen(&pending)] };
    let back = done(only(&nurse.browser.call::<WithdrawRegistrations>(&withdraw).await.expect("a result")));
    let sent = nurse.browser.call::<SubmitRegistrations>(&submit(&back, &elsewhere)).await.expect("a result");
    assert_eq!(done(only(&sent)).reviewing_unit.as_deref(), Some("广西民族大学"));

    let on = change(&operator, &unit, card.version, form("南宁市第一人民医院")).await.expect("a change");
    assert!(!on.unit.disabled);
    nobody.call::<SignIn>(&of_administrator).await.expect("a session");
    assert_eq!(hits(&world, "第一人民", false).await.len(), 1);
}
