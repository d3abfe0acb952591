//! One typical request of every endpoint, in an order that makes sense: for what it costs, and for how it fares by other
//! ways.

use domain::account::RedeemForm;
use domain::administrator::AdministratorForm;
use domain::contract::accounts::{
    ChangeEmployerRequest, ChangeMobileRequest, ChangePasswordRequest, EndOtherSessionsRequest, ListSignInsRequest,
    ReadProfileRequest, ReadSessionRequest, RevealProfileRequest, SignInRequest, SignOutRequest,
};
use domain::contract::attachments::{ConfirmAttachmentRequest, FileKind, ReadAttachmentRequest};
use domain::contract::audit::{CityLoad, DayLoad, ReadLoadRequest, SearchAuditRequest};
use domain::contract::certificates::{IssueCertificateRequest, ListCertificatesRequest, VerifyCertificateRequest};
use domain::contract::completions::{DeliverCompletionsRequest, ListCompletionsRequest};
use domain::contract::directory::{
    ChangeUnitRequest, CompactDirectoryRequest, DecideUnitAccountRequest, FindUnitsRequest, ImportUnitsRequest,
    MergeUnitsRequest, ReadListedUnitRequest, ResetUnitPasswordRequest,
};
use domain::contract::drafts::{DiscardDraftRequest, DraftSeen, KeepDraftRequest, ListDraftsRequest};
use domain::contract::messages::{ListMessagesRequest, MarkMessagesRequest};
use domain::contract::overview::ReadOverviewRequest;
use domain::contract::people::{
    IssueCodeRequest, MergePersonRequest, MovePeopleRequest, SearchPeopleRequest, TransferPersonRequest,
};
use domain::contract::platforms::{
    CreatePlatformKeyRequest, ImportCompletionsRequest, ListPlatformKeysRequest, RevokePlatformKeyRequest,
};
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, FindProfessionalRequest, FindSimilarRequest, ImportRequest,
    ListRegistrationsRequest, ReadRegistrationRequest, ReadTotalsRequest, SearchTotalsRequest, SubmitRequest,
    UpdateRegistrationRequest,
};
use domain::contract::reviews::{
    ApproveRequest, DeleteReviewedRequest, PreviewDeletionRequest, RejectRequest, RevealIdentityRequest,
    SearchPendingRequest, SearchResultsRequest, WatchReviewsRequest,
};
use domain::contract::rules::{ListRulesRequest, ReadRulesRequest};
use domain::contract::unit_management::{
    AdministratorRequest, DeleteDepartmentRequest, ListUnitDepartmentsRequest, ReadUnitRequest,
    SearchAdministratorsRequest, UpdateAdministratorRequest, UpdateDepartmentRequest, UpdateUnitRequest,
};
use domain::contract::units::{ListDepartmentsRequest, SearchUnitsRequest};
use domain::contract::windows::{
    CloseEarlyRequest, ReadOpenYearsRequest, ReadPlatformWindowsRequest, ReadWindowsRequest, SetWindowRequest,
};
use domain::contract::{self, Effect, Endpoint};
use domain::credit_code::CreditCode;
use domain::id::{DepartmentId, DraftId, UnitId, WriterId};
use domain::identity::IdentityNumber;
use domain::import::ImportRow;
use domain::limits::IMPORT_ROWS_PER_REQUEST;
use domain::permission::Role;
use domain::region::guangxi_cities;
use domain::registration::RegistrationForm;
use domain::review::{Stage, Status};
use domain::unit::{DepartmentForm, ListedUnitForm, UnitForm, UnitProfileForm, UnitSignUpForm};
use domain::window::WindowForm;
use functions::store::keys::Key;
use functions::store::load;
use functions::store::usage::Usage;

use crate::attachments::{PDF, put, request_for, uploaded};
use crate::fixtures::{Member, PASSWORD, batch, chief, credit_code, department, done, form, identity, only, seen};
use crate::platform::completed;
use crate::rules::{next_year, publication};
use crate::stopwatch::{Stopwatch, Took};
use crate::{Browser, World};

/// Numbers of one scenario. People's lie below 400, where no seeded province has any.
const SERIES: u32 = 1_000;

/// One endpoint's typical request, and what it took.
pub struct Stop {
    pub endpoint: &'static str,
    pub usage: Usage,
    pub took: Took,
}

/// Where a scenario goes: a unit and its department, in a world that may have seen tours before.
pub struct Place {
    pub unit: UnitId,
    pub nursing: DepartmentId,
    /// Which scenario of the world it is: each has people of its own.
    pub round: u32,
    /// How often requests that change nothing are made again, for their time alone.
    pub repeats: usize,
}

struct Guide<'w> {
    world: &'w World,
    round: u32,
    repeats: usize,
    stops: Vec<Stop>,
}

impl Guide<'_> {
    /// The number of somebody or something in the series of this scenario.
    fn n(&self, n: u32) -> u32 {
        n + self.round * SERIES
    }

    fn identity(&self, n: u32) -> IdentityNumber {
        identity(self.n(n))
    }

    fn credit_code(&self, n: u32) -> CreditCode {
        credit_code(self.n(n))
    }

    /// A name that only this scenario uses.
    fn named(&self, name: &str) -> String {
        if self.round == 0 { name.to_owned() } else { format!("{name}{}", self.round) }
    }

    async fn call<E: Endpoint>(&mut self, browser: &Browser<'_>, request: &E::Request) -> E::Response {
        let stopwatch = Stopwatch::start();
        let call = browser.measured::<E>(request, &self.world.key()).await;
        self.stops.push(Stop { endpoint: E::ROW.id, usage: call.usage.clone(), took: stopwatch.took() });
        if E::ROW.effect == Effect::Read {
            for _ in 0..self.repeats {
                let stopwatch = Stopwatch::start();
                let again = browser.measured::<E>(request, &self.world.key()).await;
                self.stops.push(Stop { endpoint: E::ROW.id, usage: again.usage, took: stopwatch.took() });
            }
        }
        call.result.unwrap_or_else(|refused| panic!("{}: {refused:?}", E::ROW.id))
    }
}

/// The typical registration as the `n`-th of its person: each in a month of its own.
fn nth(typical: &RegistrationForm, n: u32) -> RegistrationForm {
    let (year, month) = (2018 + n / 12, n % 12 + 1);
    RegistrationForm {
        title: format!("{year} 年第 {month} 期全区区域医师关键技术培训班（急危重症护理方向）"),
        start: format!("{year}-{month:02}-07T00:00"),
        end: format!("{year}-{month:02}-09T00:00"),
        credited_year: year.to_string(),
        ..typical.clone()
    }
}

/// One typical request of every endpoint: a nurse of a department with 30 registrations of some length.
pub async fn of_every_endpoint(world: &World) -> Vec<Stop> {
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    through(world, Place { unit, nursing, round: 0, repeats: 0 }).await
}

/// The same in a unit that is there.
pub async fn through(world: &World, place: Place) -> Vec<Stop> {
    let Place { unit, nursing, round, repeats } = place;
    let mut guide = Guide { world, round, repeats, stops: Vec::new() };
    let nurse = world.professional(guide.n(1), "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(guide.n(9), "黄锋", chief(&unit)).await;
    let nobody = Browser::anonymous(world);
    // The first search of a process loads the directory; what it costs from then on is what counts.
    nobody.call::<contract::SearchUnits>(&SearchUnitsRequest::default()).await.expect("hits");

    let evidence = uploaded(&nurse.browser, "2018 年区域医师关键技术培训班结业证书.pdf", FileKind::Pdf, PDF).await;
    let typical = RegistrationForm {
        attachments: vec![evidence.clone()],
        remarks: "自治区卫生健康委员会主办，脱产学习，考核合格，发给结业证书。".to_owned(),
        document_number: "桂卫培〔2018〕第 0123 号".to_owned(),
        ..form("2018 年度全区区域医师关键技术培训班（急危重症护理方向）")
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
        identity_number: guide.identity(50).expose().to_owned(),
        mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
        unit: Some(unit.clone()),
        department: Some(nursing.clone()),
    };
    guide.call::<contract::SignUpProfessional>(&nobody, &sign_up).await;
    let login = nurse.identity.expose().to_owned();
    let sign_in = SignInRequest { role: Role::Professional, login, password: PASSWORD.to_owned() };
    guide.call::<contract::SignIn>(&nobody, &sign_in).await;
    guide.call::<contract::ReadSession>(&nurse.browser, &ReadSessionRequest {}).await;

    let kept = DraftSeen { id: DraftId::from_bits(1), version: 0, writer: WriterId::from_bits(1) };
    let content = serde_json::to_string(&typical).expect("a form is JSON");
    let keep = KeepDraftRequest { draft: kept.clone(), content };
    guide.call::<contract::KeepDraft>(&nurse.browser, &keep).await;
    guide.call::<contract::ListDrafts>(&nurse.browser, &ListDraftsRequest {}).await;
    let of_draft = RegistrationForm { draft: Some(DraftSeen { version: 1, ..kept.clone() }), ..typical.clone() };
    let draft = guide.call::<contract::CreateRegistration>(&nurse.browser, &of_draft).await;
    guide.call::<contract::DiscardDraft>(&nurse.browser, &DiscardDraftRequest { draft: kept }).await;
    let typed = FindSimilarRequest {
        title: typical.title.clone(),
        period: Some(draft.period),
        digests: vec![request_for("结业证书.pdf", FileKind::Pdf, PDF).sha256],
        ..FindSimilarRequest::default()
    };
    guide.call::<contract::FindSimilar>(&nurse.browser, &typed).await;
    let update = UpdateRegistrationRequest { id: draft.id.clone(), version: draft.version, form: typical.clone() };
    let draft = guide.call::<contract::UpdateRegistration>(&nurse.browser, &update).await;
    guide.call::<contract::ListRegistrations>(&nurse.browser, &ListRegistrationsRequest::default()).await;
    let read = ReadRegistrationRequest { id: draft.id.clone() };
    guide.call::<contract::ReadRegistration>(&nurse.browser, &read).await;
    let submit = SubmitRequest { items: vec![seen(&draft)], unit: unit.clone() };
    let pending = done(only(&guide.call::<contract::SubmitRegistrations>(&nurse.browser, &submit).await));
    let draft = done(only(&guide.call::<contract::WithdrawRegistrations>(&nurse.browser, &batch(&[&pending])).await));
    guide.call::<contract::ReadTotals>(&nurse.browser, &ReadTotalsRequest {}).await;

    let announce = request_for("结业证书.pdf", FileKind::Pdf, PDF);
    let upload = guide.call::<contract::CreateAttachment>(&nurse.browser, &announce).await;
    put(world, &upload, PDF).await;
    guide
        .call::<contract::ConfirmAttachment>(&nurse.browser, &ConfirmAttachmentRequest { id: upload.id, person: None })
        .await;
    let download = ReadAttachmentRequest { registration: Some(draft.id.clone()), attachment: evidence };
    guide.call::<contract::ReadAttachment>(&nurse.browser, &download).await;

    let search = SearchUnitsRequest { text: "医院".to_owned(), ..SearchUnitsRequest::default() };
    guide.call::<contract::SearchUnits>(&nobody, &search).await;
    let add = UnitForm {
        name: "新办的诊所".to_owned(),
        credit_code: guide.credit_code(100).as_str().to_owned(),
        region: "450103".to_owned(),
    };
    guide.call::<contract::CreateUnit>(&nurse.browser, &add).await;
    guide.call::<contract::ListDepartments>(&nobody, &ListDepartmentsRequest { unit: unit.clone() }).await;

    guide.call::<contract::SearchPending>(&of_unit, &SearchPendingRequest::default()).await;
    let results = SearchResultsRequest {
        status: Status::Draft,
        name: String::new(),
        identity_number: String::new(),
        cursor: None,
    };
    guide.call::<contract::SearchResults>(&of_unit, &results).await;
    let pending = nurse.submits(&draft, &unit).await;
    guide.call::<contract::RevealIdentity>(&of_unit, &RevealIdentityRequest { id: pending.id.clone() }).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    let approved = done(only(&guide.call::<contract::ApproveRegistrations>(&of_unit, &approve).await));
    let watch = WatchReviewsRequest { stage: Stage::First, since: world.app.clock.now().plus_seconds(60) };
    guide.call::<contract::WatchReviews>(&of_unit, &watch).await;
    let undone = done(only(&guide.call::<contract::UndoDecisions>(&of_unit, &batch(&[&approved])).await));
    let again = ApproveRequest { items: vec![seen(&undone)], approved_hours: String::new(), reason: String::new() };
    let answer = of_unit.call::<contract::ApproveRegistrations>(&again).await.expect("a result");
    let approved = done(only(&answer));
    guide.call::<contract::PreviewDeletion>(&of_unit, &PreviewDeletionRequest { id: approved.id.clone() }).await;
    let delete =
        DeleteReviewedRequest { items: vec![seen(&approved)], reason: "登记到了错误的单位".to_owned() };
    guide.call::<contract::DeleteReviewed>(&of_unit, &delete).await;
    let next = nth(&typical, 31);
    let draft = nurse.browser.call::<contract::CreateRegistration>(&next).await.expect("a draft");
    let pending = nurse.submits(&draft, &unit).await;
    let reject =
        RejectRequest { items: vec![seen(&pending)], opinion: "请补充加盖公章的学时证明".to_owned() };
    let rejected = done(only(&guide.call::<contract::RejectRegistrations>(&of_unit, &reject).await));
    guide.call::<contract::DeleteRegistrations>(&nurse.browser, &batch(&[&rejected])).await;

    let operator = world.operator(&guide.named("huang.feng")).await;
    guide.call::<contract::SignInOperator>(&nobody, &operator.sign_in(world.app.clock.now())).await;
    Box::pin(keep_the_directory(&mut guide, &operator.browser)).await;

    guide.call::<contract::ReadRules>(&nurse.browser, &ReadRulesRequest::default()).await;
    guide.call::<contract::ListRules>(&operator.browser, &ListRulesRequest {}).await;
    guide.call::<contract::PublishRules>(&operator.browser, &publication(&next_year())).await;

    let number = nurse.identity.expose().to_owned();
    let find = FindProfessionalRequest { identity_number: number };
    guide.call::<contract::FindProfessional>(&of_unit, &find).await;
    // For somebody whom the unit has entered before.
    let enter = CreateUnitRegistrationRequest {
        identity_number: guide.identity(60).expose().to_owned(),
        name: "莫志强".to_owned(),
        form: RegistrationForm { attachments: Vec::new(), ..nth(&typical, 32) },
    };
    of_unit.call::<contract::CreateUnitRegistration>(&enter).await.expect("a registration");
    guide.call::<contract::CreateUnitRegistration>(&of_unit, &enter).await;
    for n in 33..60 {
        let other = RegistrationForm { attachments: Vec::new(), ..nth(&typical, n % 12 + 36) };
        let enter = CreateUnitRegistrationRequest { form: other, ..enter.clone() };
        of_unit.call::<contract::CreateUnitRegistration>(&enter).await.expect("a registration");
    }
    guide.call::<contract::ListUnitRegistrations>(&of_unit, &ListRegistrationsRequest::default()).await;
    let row = |n: usize| ImportRow {
        identity_number: guide.identity(300 + n as u32 % 30).expose().to_owned(),
        name: format!("人员 {}", n % 30),
        category: "培训进修类".to_owned(),
        subcategory: "专题讲座".to_owned(),
        title: format!("第 {n} 期急危重症护理新进展专题讲座"),
        start: "2026-05-07 上午".to_owned(),
        end: "2026-05-08 下午".to_owned(),
        ..ImportRow::default()
    };
    let import = ImportRequest { rows: (0..IMPORT_ROWS_PER_REQUEST).map(row).collect() };
    guide.call::<contract::ImportRegistrations>(&of_unit, &import).await;
    let totals = SearchTotalsRequest { year: 2020, ..SearchTotalsRequest::default() };
    guide.call::<contract::SearchTotals>(&of_unit, &totals).await;
    Box::pin(keep_a_unit(&mut guide, &unit)).await;
    Box::pin(care_for_people(&mut guide, &unit, &nurse, &of_unit)).await;
    Box::pin(certificates_and_messages(&mut guide, &nurse, &of_unit, &unit)).await;
    Box::pin(own_record(&mut guide, &nurse, &unit)).await;
    // Last: what reads the windows costs the others what it cost before any were set.
    Box::pin(run_the_platform(&mut guide, &operator.browser)).await;

    let of_unit_alone = SearchAuditRequest { unit: Some(unit.clone()), ..SearchAuditRequest::default() };
    guide.call::<contract::SearchAudit>(&operator.browser, &of_unit_alone).await;
    let now = world.app.clock.now();
    load::keep(&world.app, &a_busy_month(), now).await.expect("a load");
    guide.call::<contract::ReadLoad>(&operator.browser, &ReadLoadRequest { month: "2026-11".to_owned() }).await;

    let change =
        ChangePasswordRequest { current_password: PASSWORD.to_owned(), new_password: "五月的风 1990".to_owned() };
    guide.call::<contract::ChangePassword>(&of_unit, &change).await;
    guide.call::<contract::SignOut>(&nurse.browser, &SignOutRequest {}).await;
    guide.stops
}

/// Something happened every day in every city.
fn a_busy_month() -> Vec<DayLoad> {
    let city = |city| CityLoad { city, submitted: 2_400, decided: 1_900, waited_hours_median: Some(30) };
    let cities: Vec<CityLoad> = guangxi_cities().iter().copied().map(Some).chain([None]).map(city).collect();
    (1..=20).map(|day| DayLoad { day: format!("2026-11-{day:02}"), cities: cities.clone() }).collect()
}

/// A year is fulfilled by a review and a delivery, and has its certificate.
async fn certificates_and_messages(guide: &mut Guide<'_>, nurse: &Member<'_>, of_unit: &Browser<'_>, unit: &UnitId) {
    let ninety = RegistrationForm {
        claimed_hours: "60".to_owned(),
        remarks: "按实际学时申请".to_owned(),
        ..form("全年规范化培训")
    };
    let draft = nurse.browser.call::<contract::CreateRegistration>(&ninety).await.expect("a draft");
    let pending = nurse.submits(&draft, unit).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    of_unit.call::<contract::ApproveRegistrations>(&approve).await.expect("a result");
    let platform = guide.world.platform(u128::from(1 + guide.round)).await;
    let request = DeliverCompletionsRequest { deliveries: vec![completed("C-2018-1", 1, &nurse.identity, "30")] };
    let stopwatch = Stopwatch::start();
    let call = platform.measured(&request).await;
    let took = stopwatch.took();
    call.result.unwrap_or_else(|refused| panic!("deliver_completions: {refused:?}"));
    guide.stops.push(Stop { endpoint: "deliver_completions", usage: call.usage, took });
    guide.call::<contract::ListCompletions>(&nurse.browser, &ListCompletionsRequest { year: 2018 }).await;
    let issue = IssueCertificateRequest { year: 2018 };
    let certificate = guide.call::<contract::IssueCertificate>(&nurse.browser, &issue).await;
    guide.call::<contract::ListCertificates>(&nurse.browser, &ListCertificatesRequest {}).await;
    let verify = VerifyCertificateRequest { number: certificate.number.to_string() };
    guide.call::<contract::VerifyCertificate>(&Browser::anonymous(guide.world), &verify).await;
    let page = guide.call::<contract::ListMessages>(&nurse.browser, &ListMessagesRequest::default()).await;
    guide.call::<contract::MarkMessages>(&nurse.browser, &MarkMessagesRequest { count: page.count }).await;
}

async fn own_record(guide: &mut Guide<'_>, nurse: &Member<'_>, unit: &UnitId) {
    guide.call::<contract::ReadProfile>(&nurse.browser, &ReadProfileRequest {}).await;
    guide.call::<contract::RevealProfile>(&nurse.browser, &RevealProfileRequest {}).await;
    let mobile = ChangeMobileRequest { mobile: "19900138000".to_owned() };
    guide.call::<contract::ChangeMobile>(&nurse.browser, &mobile).await;
    let employer = ChangeEmployerRequest { unit: unit.clone(), department: None };
    guide.call::<contract::ChangeEmployer>(&nurse.browser, &employer).await;
    guide.call::<contract::ListSignIns>(&nurse.browser, &ListSignInsRequest {}).await;
    guide.call::<contract::EndOtherSessions>(&nurse.browser, &EndOtherSessionsRequest {}).await;
}

/// What an operator does about windows and learning platforms.
async fn run_the_platform(guide: &mut Guide<'_>, operator: &Browser<'_>) {
    let windows = guide.call::<contract::ReadPlatformWindows>(operator, &ReadPlatformWindowsRequest {}).await;
    let form = WindowForm { year: 2017, first_day: "2017-01-01".to_owned(), last_day: "2026-12-31".to_owned() };
    guide.call::<contract::SetWindow>(operator, &SetWindowRequest { version: windows.version, form }).await;
    let create =
        CreatePlatformKeyRequest { platform: None, platform_name: guide.named("广西公需科目学习平台") };
    let created = guide.call::<contract::CreatePlatformKey>(operator, &create).await;
    guide.call::<contract::ListPlatformKeys>(operator, &ListPlatformKeysRequest {}).await;
    let deliveries = vec![completed("C-2018-2", 1, &guide.identity(70), "1")];
    let import = ImportCompletionsRequest { platform: created.key.platform, deliveries };
    guide.call::<contract::ImportCompletions>(operator, &import).await;
    guide.call::<contract::RevokePlatformKey>(operator, &RevokePlatformKeyRequest { id: created.key.id }).await;
}

/// What a unit's own account does about the unit, its departments and its administrators.
async fn keep_a_unit(guide: &mut Guide<'_>, unit: &UnitId) {
    let world = guide.world;
    let nobody = Browser::anonymous(world);
    let sign_up = UnitSignUpForm {
        credit_code: guide.credit_code(200).as_str().to_owned(),
        name: "宾阳县新办医院".to_owned(),
        region: "450126".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    };
    guide.call::<contract::SignUpUnit>(&nobody, &sign_up).await;
    let account = world.unit_account(guide.n(1), unit).await;
    let profile = guide.call::<contract::ReadUnit>(&account, &ReadUnitRequest {}).await;
    let form = UnitProfileForm {
        name: profile.name,
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        final_review: false,
    };
    guide.call::<contract::UpdateUnit>(&account, &UpdateUnitRequest { version: profile.version, form }).await;

    guide.call::<contract::ListUnitDepartments>(&account, &ListUnitDepartmentsRequest {}).await;
    let form = DepartmentForm { name: guide.named("财务部"), remarks: "行政楼三层".to_owned() };
    let added = guide.call::<contract::CreateDepartment>(&account, &form).await;
    let update = UpdateDepartmentRequest { id: added.id, version: added.version, form };
    let changed = guide.call::<contract::UpdateDepartment>(&account, &update).await;
    let delete = DeleteDepartmentRequest { id: changed.id, move_to: None };
    guide.call::<contract::DeleteDepartment>(&account, &delete).await;

    let form = AdministratorForm {
        identity_number: guide.identity(60).expose().to_owned(),
        name: "农建华".to_owned(),
        mobile: "13800138000".to_owned(),
        on_staff: true,
        department: None,
        may_sign_in: true,
        duties: "继续教育".to_owned(),
    };
    let row = guide.call::<contract::CreateAdministrator>(&account, &form).await;
    guide.call::<contract::SearchAdministrators>(&account, &SearchAdministratorsRequest::default()).await;
    let update = UpdateAdministratorRequest { id: row.id, version: row.version, form };
    let row = guide.call::<contract::UpdateAdministrator>(&account, &update).await;
    let request = AdministratorRequest { id: row.id, version: row.version };
    let row = guide.call::<contract::ResetAdministratorPassword>(&account, &request).await;
    let request = AdministratorRequest { id: row.id, version: row.version };
    guide.call::<contract::DeleteAdministrator>(&account, &request).await;
}

/// What an operator does about the directory of units.
async fn keep_the_directory(guide: &mut Guide<'_>, operator: &Browser<'_>) {
    let world = guide.world;
    let unit = world.unit(guide.n(400), "桂平市中医院", false).await;
    let other = world.unit(guide.n(401), "桂平市中医医院", false).await;
    world.department(&unit, "护理部").await;
    world.administrator(guide.n(380), "梁燕", chief(&unit)).await;
    for n in 381..384 {
        let member = world.professional(guide.n(n), "同事", chief(&unit)).await;
        member.submits(&member.drafts("2018 年度全区区域医师关键技术培训班").await, &unit).await;
    }
    let find = FindUnitsRequest { text: "桂平".to_owned(), ..FindUnitsRequest::default() };
    guide.call::<contract::FindUnits>(operator, &find).await;
    let card = guide.call::<contract::ReadListedUnit>(operator, &ReadListedUnitRequest { id: unit.clone() }).await;
    let form = ListedUnitForm {
        name: card.unit.name,
        region: "450103".to_owned(),
        verified: true,
        supervising: false,
        disabled: true,
    };
    let disable = ChangeUnitRequest { id: unit.clone(), version: card.version, form };
    guide.call::<contract::ChangeUnit>(operator, &disable).await;
    let row = |n: u32| UnitForm {
        name: format!("桂平市第 {n} 小学"),
        credit_code: guide.credit_code(500 + n).as_str().to_owned(),
        region: "450881".to_owned(),
    };
    let import = ImportUnitsRequest { rows: (0..50).map(row).collect() };
    guide.call::<contract::ImportUnits>(operator, &import).await;
    guide.call::<contract::CompactDirectory>(operator, &CompactDirectoryRequest {}).await;
    let listed = world.unit(guide.n(402), "桂平市图书馆", false).await;
    let sign_up = UnitSignUpForm {
        credit_code: guide.credit_code(402).as_str().to_owned(),
        name: "桂平市图书馆".to_owned(),
        region: "450881".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    };
    Browser::anonymous(world).call::<contract::SignUpUnit>(&sign_up).await.expect("an account that waits");
    let confirm = DecideUnitAccountRequest { id: listed.clone(), confirm: true };
    guide.call::<contract::DecideUnitAccount>(operator, &confirm).await;
    guide.call::<contract::ResetUnitPassword>(operator, &ResetUnitPasswordRequest { id: listed }).await;
    guide.call::<contract::MergeUnits>(operator, &MergeUnitsRequest { from: unit, into: other }).await;
}

/// What a chief does about people and windows.
async fn care_for_people(guide: &mut Guide<'_>, unit: &UnitId, nurse: &Member<'_>, of_unit: &Browser<'_>) {
    let world = guide.world;
    let nobody = Browser::anonymous(world);
    let finance = world.department(unit, &guide.named("财务部")).await;
    let elsewhere = world.unit(guide.n(300), "广西民族大学", false).await;
    guide.call::<contract::SearchPeople>(of_unit, &SearchPeopleRequest::default()).await;
    guide.call::<contract::ReadOverview>(of_unit, &ReadOverviewRequest {}).await;
    guide.call::<contract::ReadOpenYears>(&nurse.browser, &ReadOpenYearsRequest {}).await;
    let windows = guide.call::<contract::ReadWindows>(of_unit, &ReadWindowsRequest {}).await;
    let close = CloseEarlyRequest { year: 2016, last_day: "2026-06-30".to_owned(), version: windows.version };
    guide.call::<contract::CloseEarly>(of_unit, &close).await;

    // Somebody with one registration under review.
    let colleague = world.professional(guide.n(61), "覃志明", chief(unit)).await;
    let draft = colleague.drafts("2018 年度全区区域医师关键技术培训班").await;
    colleague.submits(&draft, unit).await;
    let request = MovePeopleRequest { people: vec![colleague.person.clone()], department: Some(finance) };
    guide.call::<contract::MovePeople>(of_unit, &request).await;
    let issued =
        guide.call::<contract::IssueCode>(of_unit, &IssueCodeRequest { person: colleague.person.clone() }).await;
    let redeem = RedeemForm {
        identity_number: colleague.identity.expose().to_owned(),
        code: issued.code,
        password: PASSWORD.to_owned(),
    };
    guide.call::<contract::RedeemCode>(&nobody, &redeem).await;
    let request = TransferPersonRequest { person: colleague.person.clone(), unit: elsewhere };
    guide.call::<contract::TransferPerson>(of_unit, &request).await;

    // Somebody whom the unit entered under a mistyped number, with one registration.
    let mistyped = world.professional(guide.n(62), "覃志民", chief(unit)).await;
    mistyped.drafts("2018 年度全区区域医师关键技术培训班").await;
    let id = world.app.vault.account_id(Role::Professional, &mistyped.identity.lookup_form());
    world.app.table.delete(&Key::account(&id)).await.expect("nobody has signed up with it");
    let number = guide.identity(63).expose().to_owned();
    let request = MergePersonRequest { person: mistyped.person.clone(), identity_number: number };
    guide.call::<contract::MergePerson>(of_unit, &request).await;
}
