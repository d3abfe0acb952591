//! What each endpoint costs, against golden figures that live in the repository: a rise fails.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::contract::accounts::{ChangePasswordRequest, ReadSessionRequest, SignInRequest, SignOutRequest};
use domain::contract::attachments::{ConfirmAttachmentRequest, FileKind, ReadAttachmentRequest};
use domain::contract::registrations::{
    ListRegistrationsRequest, ReadRegistrationRequest, ReadTotalsRequest, SubmitRequest, UpdateRegistrationRequest,
};
use domain::contract::reviews::{
    ApproveRequest, DeleteReviewedRequest, RejectRequest, RevealIdentityRequest, SearchPendingRequest,
    SearchResultsRequest,
};
use domain::contract::units::{ListDepartmentsRequest, SearchUnitsRequest};
use domain::contract::{self, ENDPOINTS, Endpoint};
use domain::permission::Role;
use domain::registration::RegistrationForm;
use domain::review::Status;
use domain::unit::UnitForm;
use serde::{Deserialize, Serialize};
use tests::attachments::{PDF, put, request_for, uploaded};
use tests::fixtures::{PASSWORD, batch, chief, credit_code, department, done, form, identity, only, seen};
use tests::{Browser, World};

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Cost {
    calls: u32,
    read_units: f64,
    write_units: f64,
    items_read: u32,
}

type Costs = BTreeMap<String, Cost>;

struct Meter<'w> {
    world: &'w World,
    costs: Costs,
}

impl Meter<'_> {
    async fn call<E: Endpoint>(&mut self, browser: &Browser<'_>, request: &E::Request) -> E::Response {
        let call = browser.measured::<E>(request, &self.world.key()).await;
        let cost = Cost {
            calls: call.usage.calls,
            read_units: call.usage.read_units(),
            write_units: call.usage.write_units(),
            items_read: call.usage.items_read,
        };
        self.costs.insert(E::ROW.id.to_owned(), cost);
        call.result.unwrap_or_else(|refused| panic!("{}: {refused:?}", E::ROW.id))
    }
}

/// The typical registration as the `n`-th of its person: each in a month of its own.
fn nth(typical: &RegistrationForm, n: u32) -> RegistrationForm {
    let (year, month) = (2018 + n / 12, n % 12 + 1);
    RegistrationForm {
        title: format!("{year} 年第 {month} 期全区区域医师关键技术培训班(急危重症护理方向)"),
        start: format!("{year}-{month:02}-07T00:00"),
        end: format!("{year}-{month:02}-09T00:00"),
        credited_year: year.to_string(),
        ..typical.clone()
    }
}

/// One typical request of every endpoint: a nurse of a department with 30 registrations of some length.
async fn measure(world: &World) -> Costs {
    let mut meter = Meter { world, costs: Costs::new() };
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let nobody = Browser::anonymous(world);

    let evidence = uploaded(&nurse.browser, "2018 年区域医师关键技术培训班结业证书.pdf", FileKind::Pdf, PDF).await;
    let typical = RegistrationForm {
        attachments: vec![evidence.clone()],
        remarks: "自治区卫生健康委员会主办,脱产学习,考核合格,发给结业证书。".to_owned(),
        document_number: "桂卫培〔2018〕第 0123 号".to_owned(),
        ..form("2018 年度全区区域医师关键技术培训班(急危重症护理方向)")
    };
    for n in 0..29 {
        let other = RegistrationForm { attachments: Vec::new(), ..nth(&typical, n) };
        let row = nurse.browser.call::<contract::CreateRegistration>(&other).await.expect("a draft");
        if n % 2 == 0 {
            nurse.submits(&row, &unit).await;
        }
    }
    let typical = nth(&typical, 30);

    let sign_up = domain::account::SignUpForm {
        name: "覃志明".to_owned(),
        identity_number: identity(50).expose().to_owned(),
        mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
        unit: Some(unit.clone()),
        department: Some(nursing.clone()),
    };
    meter.call::<contract::SignUpProfessional>(&nobody, &sign_up).await;
    let login = nurse.identity.expose().to_owned();
    let sign_in = SignInRequest { role: Role::Professional, login, password: PASSWORD.to_owned() };
    meter.call::<contract::SignIn>(&nobody, &sign_in).await;
    meter.call::<contract::ReadSession>(&nurse.browser, &ReadSessionRequest {}).await;

    let draft = meter.call::<contract::CreateRegistration>(&nurse.browser, &typical).await;
    let update = UpdateRegistrationRequest { id: draft.id.clone(), version: draft.version, form: typical.clone() };
    let draft = meter.call::<contract::UpdateRegistration>(&nurse.browser, &update).await;
    meter.call::<contract::ListRegistrations>(&nurse.browser, &ListRegistrationsRequest::default()).await;
    let read = ReadRegistrationRequest { id: draft.id.clone() };
    meter.call::<contract::ReadRegistration>(&nurse.browser, &read).await;
    let submit = SubmitRequest { items: vec![seen(&draft)], unit: unit.clone() };
    let pending = done(only(&meter.call::<contract::SubmitRegistrations>(&nurse.browser, &submit).await));
    let draft = done(only(&meter.call::<contract::WithdrawRegistrations>(&nurse.browser, &batch(&[&pending])).await));
    meter.call::<contract::ReadTotals>(&nurse.browser, &ReadTotalsRequest {}).await;

    let announce = request_for("结业证书.pdf", FileKind::Pdf, PDF);
    let upload = meter.call::<contract::CreateAttachment>(&nurse.browser, &announce).await;
    put(world, &upload, PDF).await;
    meter.call::<contract::ConfirmAttachment>(&nurse.browser, &ConfirmAttachmentRequest { id: upload.id }).await;
    let download = ReadAttachmentRequest { registration: draft.id.clone(), attachment: evidence };
    meter.call::<contract::ReadAttachment>(&nurse.browser, &download).await;

    // The first search of a process loads the directory; what it costs from then on is what counts.
    nobody.call::<contract::SearchUnits>(&SearchUnitsRequest::default()).await.expect("hits");
    let search = SearchUnitsRequest { text: "医院".to_owned(), ..SearchUnitsRequest::default() };
    meter.call::<contract::SearchUnits>(&nobody, &search).await;
    let add = UnitForm {
        name: "新办的诊所".to_owned(),
        credit_code: credit_code(100).as_str().to_owned(),
        region: "450103".to_owned(),
    };
    meter.call::<contract::CreateUnit>(&nurse.browser, &add).await;
    meter.call::<contract::ListDepartments>(&nobody, &ListDepartmentsRequest { unit: unit.clone() }).await;

    meter.call::<contract::SearchPending>(&of_unit, &SearchPendingRequest::default()).await;
    let results = SearchResultsRequest {
        status: Status::Draft,
        name: String::new(),
        identity_number: String::new(),
        cursor: None,
    };
    meter.call::<contract::SearchResults>(&of_unit, &results).await;
    let pending = nurse.submits(&draft, &unit).await;
    meter.call::<contract::RevealIdentity>(&of_unit, &RevealIdentityRequest { id: pending.id.clone() }).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    let approved = done(only(&meter.call::<contract::ApproveRegistrations>(&of_unit, &approve).await));
    let delete =
        DeleteReviewedRequest { items: vec![seen(&approved)], reason: "登记到了错误的单位".to_owned() };
    meter.call::<contract::DeleteReviewed>(&of_unit, &delete).await;
    let next = nth(&typical, 31);
    let draft = nurse.browser.call::<contract::CreateRegistration>(&next).await.expect("a draft");
    let pending = nurse.submits(&draft, &unit).await;
    let reject =
        RejectRequest { items: vec![seen(&pending)], opinion: "请补充加盖公章的学时证明".to_owned() };
    let rejected = done(only(&meter.call::<contract::RejectRegistrations>(&of_unit, &reject).await));
    meter.call::<contract::DeleteRegistrations>(&nurse.browser, &batch(&[&rejected])).await;

    let change =
        ChangePasswordRequest { current_password: PASSWORD.to_owned(), new_password: "五月的风 1990".to_owned() };
    meter.call::<contract::ChangePassword>(&of_unit, &change).await;
    meter.call::<contract::SignOut>(&nurse.browser, &SignOutRequest {}).await;
    meter.costs
}

fn golden_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/request_units.json")
}

/// If you're here because this assertion failed: an endpoint has become dearer. If that is meant and worth it, write
/// the new figures with `XUESHI_GOLDEN=write cargo test -p tests --test endpoints request_units` and say why in
/// docs/table.md.
#[tokio::test]
async fn no_endpoint_costs_more_than_it_did() {
    let world = World::new().await;
    let costs = measure(&world).await;
    for row in ENDPOINTS {
        assert!(costs.contains_key(row.id), "{} is not measured: add a typical request", row.id);
    }
    if std::env::var("XUESHI_GOLDEN").is_ok_and(|what| what == "write") {
        let text = serde_json::to_string_pretty(&costs).expect("figures");
        std::fs::write(golden_path(), text + "\n").expect("the golden file can be written");
    }
    let text = std::fs::read_to_string(golden_path()).expect("the golden file");
    let golden: Costs = serde_json::from_str(&text).expect("golden figures");
    for (endpoint, cost) in &costs {
        let allowed = golden.get(endpoint).unwrap_or_else(|| panic!("{endpoint} has no golden figure"));
        assert!(
            cost.calls <= allowed.calls
                && cost.read_units <= allowed.read_units
                && cost.write_units <= allowed.write_units
                && cost.items_read <= allowed.items_read,
            "{endpoint} costs {cost:?}, its golden figure is {allowed:?}"
        );
    }
}

/// The bounds that the design promises, whatever the golden figures say.
#[tokio::test]
async fn the_promised_bounds_hold() {
    let world = World::new().await;
    let costs = measure(&world).await;
    assert!(costs["submit_registrations"].write_units <= 16.0, "{:?}", costs["submit_registrations"]);
    assert!(costs["approve_registrations"].write_units <= 12.0, "{:?}", costs["approve_registrations"]);
    for list in ["list_registrations", "search_pending", "search_results"] {
        assert!(costs[list].read_units <= 8.0, "{list}: {:?}", costs[list]);
    }
    assert!(costs["search_units"].read_units <= 10.0, "{:?}", costs["search_units"]);
    assert!(costs["sign_in"].read_units + costs["sign_in"].write_units <= 4.0, "{:?}", costs["sign_in"]);
}
