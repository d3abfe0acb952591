//! Every endpoint × who calls: declared here, tried through the real router. What is forbidden looks exactly like what
//! is missing.

use domain::account::RedeemForm;
use domain::administrator::AdministratorForm;
use domain::contract::accounts::{
    ChangeEmployerRequest, ChangeMobileRequest, ChangePasswordRequest, EndOtherSessionsRequest, ListSignInsRequest,
    ReadProfileRequest, ReadSessionRequest, RevealProfileRequest, SignInRequest, SignOutRequest,
};
use domain::contract::attachments::{
    ConfirmAttachmentRequest, CreateAttachmentRequest, FileKind, ReadAttachmentRequest,
};
use domain::contract::audit::{ReadLoadRequest, SearchAuditRequest};
use domain::contract::certificates::{IssueCertificateRequest, ListCertificatesRequest, VerifyCertificateRequest};
use domain::contract::completions::{DeliverCompletionsRequest, ListCompletionsRequest};
use domain::contract::directory::{
    ChangeUnitRequest, CompactDirectoryRequest, DecideUnitAccountRequest, FindUnitsRequest, ImportUnitsRequest,
    MergeUnitsRequest, ReadListedUnitRequest, ResetUnitPasswordRequest,
};
use domain::contract::drafts::{DiscardDraftRequest, DraftList, DraftSeen, KeepDraftRequest, ListDraftsRequest};
use domain::contract::messages::{ListMessagesRequest, MarkMessagesRequest};
use domain::contract::overview::{Overview, ReadOverviewRequest};
use domain::contract::people::{
    IssueCodeRequest, MergePersonRequest, MovePeopleRequest, PeopleMoved, PeoplePage, SearchPeopleRequest,
    TransferPersonRequest,
};
use domain::contract::platforms::{
    CreatePlatformKeyRequest, ImportCompletionsRequest, ListPlatformKeysRequest, RevokePlatformKeyRequest,
};
use domain::contract::registrations::{
    BatchRequest, BatchResponse, CreateUnitRegistrationRequest, FindProfessionalRequest, FindSimilarRequest,
    ImportRequest, ListRegistrationsRequest, Outcome, ReadRegistrationRequest, ReadTotalsRequest, RegistrationPage,
    RegistrationRow, SearchTotalsRequest, SubmitRequest, TotalsPage, UpdateRegistrationRequest,
};
use domain::contract::reviews::{
    ApproveRequest, DeleteReviewedRequest, PreviewDeletionRequest, RejectRequest, RevealIdentityRequest,
    SearchPendingRequest, SearchResultsRequest, WatchReviewsRequest,
};
use domain::contract::rules::{ListRulesRequest, PublishRulesRequest, ReadRulesRequest};
use domain::contract::unit_management::{
    AdministratorRequest, AdministratorRows, DeleteDepartmentRequest, DepartmentRows, ListUnitDepartmentsRequest,
    ReadUnitRequest, SearchAdministratorsRequest, UpdateAdministratorRequest, UpdateDepartmentRequest,
    UpdateUnitRequest,
};
use domain::contract::units::{ListDepartmentsRequest, SearchUnitsRequest};
use domain::contract::windows::{
    CloseEarlyRequest, ReadOpenYearsRequest, ReadPlatformWindowsRequest, ReadWindowsRequest, SetWindowRequest,
};
use domain::contract::{self, ENDPOINTS, Endpoint};
use domain::id::{AccountId, AttachmentId, DepartmentId, DraftId, PersonId, UnitId, WriterId};
use domain::permission::Role;
use domain::registration::RegistrationForm;
use domain::review::Status;
use domain::unit::{DepartmentForm, ListedUnitForm, UnitForm, UnitProfileForm, UnitSignUpForm};
use domain::window::WindowForm;
use tests::attachments::{PDF, request_for, uploaded};
use tests::fixtures::{Member, PASSWORD, chief, credit_code, department, form, identity, only, seen};
use tests::platform::completed;
use tests::{Browser, Refused, World};

/// Who calls, in relation to one registration of a nurse in the nursing department of a hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Anonymous,
    Owner,
    OtherPerson,
    Chief,
    OwnDepartment,
    OtherDepartment,
    OtherUnit,
    /// The hospital's own account, and another unit's.
    UnitAccount,
    OtherUnitAccount,
    /// Who runs the platform.
    Operator,
}

const EVERYBODY: [Who; 10] = [
    Who::Anonymous,
    Who::Owner,
    Who::OtherPerson,
    Who::Chief,
    Who::OwnDepartment,
    Who::OtherDepartment,
    Who::OtherUnit,
    Who::UnitAccount,
    Who::OtherUnitAccount,
    Who::Operator,
];

/// How an endpoint looks to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Done,
    /// Sign in first.
    SignIn,
    /// There is no such thing.
    Missing,
    /// A list that holds nothing of the nurse's.
    Nothing,
    /// Sign the request first: it is for machines, and no person's session opens it.
    Unsigned,
}

/// How each of the ten callers, in the order of `EVERYBODY`, sees an endpoint.
fn declared(endpoint: &str) -> [Look; 10] {
    let [a, b, c, d, e, f, g, h, i] = declared_around_a_unit(endpoint);
    [a, b, c, d, e, f, g, h, i, declared_for_the_operator(endpoint)]
}

/// What is open to anybody, and the operator's own account. Nothing of anybody's is an operator's that is not listed here.
fn declared_for_the_operator(endpoint: &str) -> Look {
    match endpoint {
        "sign_up_professional"
        | "sign_in"
        | "sign_in_operator"
        | "search_units"
        | "list_departments"
        | "sign_up_unit"
        | "redeem_code"
        | "verify_certificate" => Look::Done,
        "sign_out" | "read_session" | "change_password" | "list_sign_ins" | "end_other_sessions" => Look::Done,
        "deliver_completions" => Look::Unsigned,
        "find_units"
        | "read_listed_unit"
        | "change_unit"
        | "merge_units"
        | "import_units"
        | "compact_directory"
        | "reset_unit_password"
        | "decide_unit_account" => Look::Done,
        // At the desk of 其他单位 an operator is a chief like any other unit's: there are lists, with nothing of the nurse's.
        "search_pending"
        | "search_results"
        | "watch_reviews"
        | "read_overview"
        | "search_people"
        | "search_totals"
        | "list_unit_registrations" => Look::Nothing,
        // For a number that is in another scope, the mistake at its field says so to all alike.
        "find_professional" | "create_unit_registration" | "import_registrations" | "read_open_years" => Look::Done,
        // The platform's own.
        "read_platform_windows"
        | "set_window"
        | "list_platform_keys"
        | "create_platform_key"
        | "revoke_platform_key"
        | "import_completions" => Look::Done,
        "search_audit" | "read_load" => Look::Done,
        "read_rules" | "list_rules" | "publish_rules" => Look::Done,
        _ => Look::Missing,
    }
}

/// If you're here because this panicked: a new endpoint needs its line, for each of the nine callers in the order of
/// `EVERYBODY`, and its request in `attempt`; an operator's is in `declared_for_the_operator`.
fn declared_around_a_unit(endpoint: &str) -> [Look; 9] {
    use Look::{Done, Missing, Nothing, SignIn, Unsigned};
    match endpoint {
        "sign_up_professional"
        | "sign_in"
        | "sign_in_operator"
        | "search_units"
        | "list_departments"
        | "sign_up_unit"
        | "redeem_code"
        | "verify_certificate" => [Done; 9],
        "deliver_completions" => [Unsigned; 9],
        "sign_out" | "read_session" | "change_password" | "list_sign_ins" | "end_other_sessions" => [SignIn, Done, Done, Done, Done, Done, Done, Done, Done],
        // What holds for all, and is everybody's to know.
        "read_rules" => [SignIn, Done, Done, Done, Done, Done, Done, Done, Done],
        // The operator's alone.
        "list_rules" | "publish_rules" => {
            [SignIn, Missing, Missing, Missing, Missing, Missing, Missing, Missing, Missing]
        }
        // Everybody's own: what belongs to somebody else is not even addressed.
        "create_registration"
        | "read_totals"
        | "create_attachment"
        | "create_unit"
        | "read_profile"
        | "reveal_profile"
        | "change_mobile"
        | "change_employer"
        | "mark_messages"
        | "keep_draft"
        | "discard_draft"
        | "list_completions"
        | "list_certificates"
        // A year that is not fulfilled is told, not hidden: it is the caller's own.
        | "issue_certificate" => {
            [SignIn, Done, Done, Missing, Missing, Missing, Missing, Missing, Missing]
        }
        // What a unit enters: for a number that is in another scope, the mistake at its field says so to all alike.
        "find_professional" | "create_unit_registration" => {
            [SignIn, Missing, Missing, Done, Done, Done, Done, Missing, Missing]
        }
        // Refused for its rows, which is as good as done; whose they may be, its own test tells.
        "import_registrations" => [SignIn, Missing, Missing, Done, Done, Done, Done, Missing, Missing],
        "list_unit_registrations" | "search_totals" | "watch_reviews" => {
            [SignIn, Missing, Missing, Done, Done, Nothing, Nothing, Missing, Missing]
        }
        // A reviewer sees it, but it is the person's to delete until it is approved: told, not hidden.
        "delete_registrations" => [SignIn, Done, Missing, Done, Done, Missing, Missing, Missing, Missing],
        // Oneself, or whom one registers for.
        "find_similar" => [SignIn, Done, Missing, Done, Done, Missing, Missing, Missing, Missing],
        "list_registrations" | "list_messages" | "list_drafts" => [SignIn, Done, Nothing, Missing, Missing, Missing, Missing, Missing, Missing],
        "update_registration"
        | "submit_registrations"
        | "withdraw_registrations"
        | "confirm_attachment" => [SignIn, Done, Missing, Missing, Missing, Missing, Missing, Missing, Missing],
        // A unit's own account sees no registrations.
        "read_registration" | "read_attachment" => {
            [SignIn, Done, Missing, Done, Done, Missing, Missing, Missing, Missing]
        }
        "search_pending" | "search_results" | "search_people" => {
            [SignIn, Missing, Missing, Done, Done, Nothing, Nothing, Missing, Missing]
        }
        "approve_registrations" | "reject_registrations" | "undo_decisions" | "preview_deletion"
        | "reveal_identity" => {
            [SignIn, Missing, Missing, Done, Done, Missing, Missing, Missing, Missing]
        }
        // The department's own administrator sees it, but it is the chief's to delete: told, not hidden.
        "delete_reviewed" => [SignIn, Missing, Missing, Done, Done, Missing, Missing, Missing, Missing],
        "issue_code" => [SignIn, Missing, Missing, Done, Done, Missing, Missing, Missing, Missing],
        // The chief's alone.
        "move_people" | "transfer_person" | "merge_person" => {
            [SignIn, Missing, Missing, Done, Missing, Missing, Missing, Missing, Missing]
        }
        // Each sees and changes what is of their own unit.
        "read_windows" | "close_early" => [SignIn, Missing, Missing, Done, Missing, Missing, Done, Missing, Missing],
        "read_open_years" => [SignIn, Done, Done, Done, Done, Done, Done, Missing, Missing],
        "read_overview" => [SignIn, Missing, Missing, Done, Done, Nothing, Nothing, Missing, Missing],
        "read_unit" | "list_unit_departments" => [SignIn, Missing, Missing, Done, Done, Done, Nothing, Done, Nothing],
        // The platform's own: nobody's of any unit.
        "read_platform_windows"
        | "set_window"
        | "list_platform_keys"
        | "create_platform_key"
        | "revoke_platform_key"
        | "import_completions" => {
            [SignIn, Missing, Missing, Missing, Missing, Missing, Missing, Missing, Missing]
        }
        "search_administrators" => [SignIn, Missing, Missing, Missing, Missing, Missing, Missing, Done, Nothing],
        "update_unit" | "create_department" | "create_administrator" => {
            [SignIn, Missing, Missing, Missing, Missing, Missing, Missing, Done, Done]
        }
        "update_department"
        | "delete_department"
        | "update_administrator"
        | "delete_administrator"
        | "reset_administrator_password" => {
            [SignIn, Missing, Missing, Missing, Missing, Missing, Missing, Done, Missing]
        }
        // The operator's alone.
        "find_units"
        | "read_listed_unit"
        | "change_unit"
        | "merge_units"
        | "import_units"
        | "compact_directory"
        | "reset_unit_password"
        | "decide_unit_account"
        | "search_audit"
        | "read_load" => {
            [SignIn, Missing, Missing, Missing, Missing, Missing, Missing, Missing, Missing]
        }
        other => panic!("{other} is not declared"),
    }
}

struct Stage<'w> {
    world: &'w World,
    unit: UnitId,
    nursing: DepartmentId,
    /// A unit that none of the callers belongs to.
    third: UnitId,
    nurse: Member<'w>,
    evidence: AttachmentId,
    callers: Vec<(Who, Browser<'w>)>,
}

async fn stage(world: &World) -> Stage<'_> {
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let third = world.unit(3, "聿建工程设计有限公司", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let other = world.professional(2, "覃志明", department(&unit, &nursing)).await;
    let callers = vec![
        (Who::Anonymous, Browser::anonymous(world)),
        (Who::Owner, nurse.browser.clone()),
        (Who::OtherPerson, other.browser.clone()),
        (Who::Chief, world.administrator(11, "黄锋", chief(&unit)).await),
        (Who::OwnDepartment, world.administrator(12, "陆晓婷", department(&unit, &nursing)).await),
        (Who::OtherDepartment, world.administrator(13, "农建华", department(&unit, &surgery)).await),
        (Who::OtherUnit, world.administrator(14, "梁燕", chief(&elsewhere)).await),
        (Who::UnitAccount, world.unit_account(1, &unit).await),
        (Who::OtherUnitAccount, world.unit_account(2, &elsewhere).await),
        (Who::Operator, world.operator("huang.feng").await.browser),
    ];
    let evidence = uploaded(&nurse.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    Stage { world, unit, nursing, third, nurse, evidence, callers }
}

/// One future that calls every endpoint is more than a test's own thread holds in a debug build.
const STACK_BYTES: usize = 32 << 20;

#[test]
fn every_cell_is_as_declared() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    let trying = thread.spawn(move || runtime().block_on(try_every_cell())).expect("a thread");
    trying.join().expect("every cell is as declared");
}

async fn try_every_cell() {
    let world = World::new().await;
    let stage = stage(&world).await;
    for row in ENDPOINTS {
        let expected = declared(row.id);
        for (position, who) in EVERYBODY.into_iter().enumerate() {
            let browser = &stage.callers.iter().find(|(one, _)| *one == who).expect("a caller").1;
            let look = Box::pin(attempt(&stage, browser, row.id, position)).await;
            assert_eq!(look, expected[position], "{} by {who:?}", row.id);
        }
    }
}

impl Stage<'_> {
    async fn draft(&self) -> RegistrationRow {
        let form = RegistrationForm { attachments: vec![self.evidence.clone()], ..form("甲") };
        self.nurse.browser.call::<contract::CreateRegistration>(&form).await.expect("a draft")
    }

    async fn pending(&self) -> RegistrationRow {
        self.nurse.submits(&self.draft().await, &self.unit).await
    }

    /// Somebody of the nurse's department, whom a caller may do something to.
    async fn colleague(&self, n: u32) -> PersonId {
        self.world.professional(n, "同事", department(&self.unit, &self.nursing)).await.person
    }

    /// An administrator of the hospital, whom a caller may do something to.
    async fn administrator(&self, n: u32) -> AccountId {
        self.world.appointed(n, "同事", department(&self.unit, &self.nursing)).await.id
    }

    fn chief(&self) -> &Browser<'_> {
        &self.callers.iter().find(|(who, _)| *who == Who::Chief).expect("the chief").1
    }

    /// What a unit types to register for the nurse.
    fn entering(&self) -> CreateUnitRegistrationRequest {
        let identity_number = self.nurse.identity.expose().to_owned();
        CreateUnitRegistrationRequest { identity_number, name: "韦丽琳".to_owned(), form: form("丙") }
    }

    async fn approved(&self) -> RegistrationRow {
        let request = approve(&self.pending().await);
        tests::fixtures::done(only(
            &self.chief().call::<contract::ApproveRegistrations>(&request).await.expect("a result"),
        ))
    }
}

fn administrator_form(name: &str, department: Option<DepartmentId>) -> AdministratorForm {
    AdministratorForm {
        name: name.to_owned(),
        mobile: "13800138000".to_owned(),
        department,
        may_sign_in: true,
        ..AdministratorForm::default()
    }
}

fn unit_sign_up(n: u32) -> UnitSignUpForm {
    UnitSignUpForm {
        credit_code: credit_code(n).as_str().to_owned(),
        name: "新办的学校".to_owned(),
        region: "450103".to_owned(),
        contact_name: "韦丽琳".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn draft(n: u32) -> DraftSeen {
    DraftSeen { id: DraftId::from_bits(u128::from(n)), version: 0, writer: WriterId::from_bits(1) }
}

fn approve(row: &RegistrationRow) -> ApproveRequest {
    ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() }
}

/// Calls one endpoint about the nurse's things and tells how it looked. `position` keeps made-up numbers apart.
async fn attempt(stage: &Stage<'_>, browser: &Browser<'_>, endpoint: &str, position: usize) -> Look {
    let n = u32::try_from(position).expect("a small number");
    match endpoint {
        "sign_up_professional" => {
            let form = domain::account::SignUpForm {
                name: "新人".to_owned(),
                identity_number: identity(100 + n).expose().to_owned(),
                mobile: "13800138000".to_owned(),
                password: PASSWORD.to_owned(),
                unit: Some(stage.unit.clone()),
                department: None,
            };
            look::<contract::SignUpProfessional>(browser, &form).await
        }
        "sign_in" => {
            let login = stage.nurse.identity.expose().to_owned();
            let request = SignInRequest { role: Role::Professional, login, password: PASSWORD.to_owned() };
            look::<contract::SignIn>(browser, &request).await
        }
        "sign_in_operator" => {
            let one = stage.world.operator(&format!("operator-{n}")).await;
            look::<contract::SignInOperator>(browser, &one.sign_in(stage.world.app.clock.now())).await
        }
        "sign_out" => {
            // Of a session of its own, so that the caller keeps theirs.
            let mut guest = browser.clone();
            if guest.cookie.is_some() {
                let account = stage.world.account(Role::Professional, "客人", &identity(200 + n), None);
                stage.world.app.table.transact(vec![account.put().expect("an item")]).await.expect("an account");
                guest = stage.world.signed_in(&account).await;
            }
            look::<contract::SignOut>(&guest, &SignOutRequest {}).await
        }
        "read_session" => look::<contract::ReadSession>(browser, &ReadSessionRequest {}).await,
        "change_password" => {
            // Refused for its content, which is as good as done: the caller is who they say.
            let request =
                ChangePasswordRequest { current_password: "不是它".to_owned(), new_password: "短".to_owned() };
            look::<contract::ChangePassword>(browser, &request).await
        }
        "read_rules" => look::<contract::ReadRules>(browser, &ReadRulesRequest::default()).await,
        "list_rules" => look::<contract::ListRules>(browser, &ListRulesRequest {}).await,
        "publish_rules" => {
            // Refused for its content, which is as good as done.
            let request = PublishRulesRequest { after: 1, table: String::new() };
            look::<contract::PublishRules>(browser, &request).await
        }
        "list_sign_ins" => look::<contract::ListSignIns>(browser, &ListSignInsRequest {}).await,
        "end_other_sessions" => {
            // Of an account of its own, so that nobody of the stage is signed out.
            let mut guest = browser.clone();
            if guest.cookie.is_some() {
                let account = stage.world.account(Role::Professional, "客人", &identity(300 + n), None);
                let person = functions::store::people::Person::new(
                    &stage.world.app.vault,
                    "客人".to_owned(),
                    &identity(300 + n),
                    None,
                    chief(&stage.unit),
                );
                let changes = vec![account.put().expect("an item"), person.put().expect("an item")];
                stage.world.app.table.transact(changes).await.expect("an account");
                guest = stage.world.signed_in(&account).await;
            }
            look::<contract::EndOtherSessions>(&guest, &EndOtherSessionsRequest {}).await
        }
        "read_profile" => look::<contract::ReadProfile>(browser, &ReadProfileRequest {}).await,
        "reveal_profile" => look::<contract::RevealProfile>(browser, &RevealProfileRequest {}).await,
        "change_mobile" => {
            let request = ChangeMobileRequest { mobile: "19900138000".to_owned() };
            look::<contract::ChangeMobile>(browser, &request).await
        }
        "change_employer" => {
            // Refused for its content, which is as good as done: everybody stays where the stage has put them.
            let request = ChangeEmployerRequest { unit: UnitId::from_bits(1), department: None };
            look::<contract::ChangeEmployer>(browser, &request).await
        }
        "list_messages" => {
            stage.approved().await;
            let page = browser.call::<contract::ListMessages>(&ListMessagesRequest::default()).await;
            of(page.map(|page| if page.messages.is_empty() { Look::Nothing } else { Look::Done }))
        }
        "mark_messages" => look::<contract::MarkMessages>(browser, &MarkMessagesRequest { count: 0 }).await,
        "keep_draft" => {
            let request = KeepDraftRequest { draft: draft(n), content: "甲".to_owned() };
            look::<contract::KeepDraft>(browser, &request).await
        }
        "list_drafts" => {
            let keep = KeepDraftRequest { draft: draft(0), content: "甲".to_owned() };
            stage.nurse.browser.call::<contract::KeepDraft>(&keep).await.expect("kept");
            let list = browser.call::<contract::ListDrafts>(&ListDraftsRequest {}).await;
            let of_the_nurse = |list: DraftList| list.drafts.iter().any(|one| one.id == draft(0).id);
            of(list.map(|list| if of_the_nurse(list) { Look::Done } else { Look::Nothing }))
        }
        "discard_draft" => look::<contract::DiscardDraft>(browser, &DiscardDraftRequest { draft: draft(0) }).await,
        "find_similar" => {
            let person = Some(stage.nurse.person.clone());
            look::<contract::FindSimilar>(browser, &FindSimilarRequest { person, ..Default::default() }).await
        }
        "list_completions" => look::<contract::ListCompletions>(browser, &ListCompletionsRequest { year: 2018 }).await,
        "deliver_completions" => {
            let request = DeliverCompletionsRequest { deliveries: Vec::new() };
            look::<contract::DeliverCompletions>(browser, &request).await
        }
        "list_certificates" => look::<contract::ListCertificates>(browser, &ListCertificatesRequest {}).await,
        "issue_certificate" => {
            let result = browser.call::<contract::IssueCertificate>(&IssueCertificateRequest { year: 2018 }).await;
            match result {
                Err(refused) if refused.code() == "not_fulfilled" => Look::Done,
                result => of(result.map(|_| Look::Done)),
            }
        }
        "verify_certificate" => {
            let request = VerifyCertificateRequest { number: "7K3M-9XQ2-0AZ4-51TW".to_owned() };
            look::<contract::VerifyCertificate>(browser, &request).await
        }
        "find_professional" => {
            let identity_number = stage.nurse.identity.expose().to_owned();
            look::<contract::FindProfessional>(browser, &FindProfessionalRequest { identity_number }).await
        }
        "create_unit_registration" => look::<contract::CreateUnitRegistration>(browser, &stage.entering()).await,
        "import_registrations" => {
            look::<contract::ImportRegistrations>(browser, &ImportRequest { rows: Vec::new() }).await
        }
        "search_totals" => {
            let number = stage.nurse.identity.expose().to_owned();
            let by =
                |identity_number: String| SearchTotalsRequest { year: 2018, identity_number, ..Default::default() };
            let shown = |page: TotalsPage| {
                if page.rows.iter().any(|row| row.name == "韦丽琳") { Look::Done } else { Look::Nothing }
            };
            let listed = of(browser.call::<contract::SearchTotals>(&by(String::new())).await.map(shown));
            let found = of(browser.call::<contract::SearchTotals>(&by(number)).await.map(shown));
            assert_eq!(listed, found, "a number must not find what the list hides");
            found
        }
        "preview_deletion" => {
            let request = PreviewDeletionRequest { id: stage.pending().await.id };
            look::<contract::PreviewDeletion>(browser, &request).await
        }
        "undo_decisions" => {
            let request = BatchRequest { items: vec![seen(&stage.approved().await)] };
            item(browser.call::<contract::UndoDecisions>(&request).await)
        }
        "watch_reviews" => {
            stage.pending().await;
            let request = WatchReviewsRequest { stage: domain::review::Stage::First, since: tests::world::NOW };
            of(browser.call::<contract::WatchReviews>(&request).await.map(|news| {
                if news.arrived.iter().any(|row| row.person_name == "韦丽琳") { Look::Done } else { Look::Nothing }
            }))
        }
        "list_unit_registrations" => {
            let chief = stage.chief();
            chief.call::<contract::CreateUnitRegistration>(&stage.entering()).await.expect("a registration");
            page(browser.call::<contract::ListUnitRegistrations>(&ListRegistrationsRequest::default()).await)
        }
        "list_registrations" => {
            stage.draft().await;
            page(browser.call::<contract::ListRegistrations>(&ListRegistrationsRequest::default()).await)
        }
        "read_registration" => {
            let request = ReadRegistrationRequest { id: stage.pending().await.id };
            look::<contract::ReadRegistration>(browser, &request).await
        }
        "create_registration" => look::<contract::CreateRegistration>(browser, &form("乙")).await,
        "update_registration" => {
            let row = stage.draft().await;
            let request = UpdateRegistrationRequest { id: row.id, version: row.version, form: form("乙") };
            look::<contract::UpdateRegistration>(browser, &request).await
        }
        "delete_registrations" => {
            let request = BatchRequest { items: vec![seen(&stage.draft().await)] };
            item(browser.call::<contract::DeleteRegistrations>(&request).await)
        }
        "submit_registrations" => {
            let request = SubmitRequest { items: vec![seen(&stage.draft().await)], unit: stage.unit.clone() };
            item(browser.call::<contract::SubmitRegistrations>(&request).await)
        }
        "withdraw_registrations" => {
            let request = BatchRequest { items: vec![seen(&stage.pending().await)] };
            item(browser.call::<contract::WithdrawRegistrations>(&request).await)
        }
        "read_totals" => look::<contract::ReadTotals>(browser, &ReadTotalsRequest {}).await,
        "create_attachment" => {
            let request: CreateAttachmentRequest = request_for("证书.pdf", FileKind::Pdf, PDF);
            look::<contract::CreateAttachment>(browser, &request).await
        }
        "confirm_attachment" => {
            let request = ConfirmAttachmentRequest { id: stage.evidence.clone(), person: None };
            look::<contract::ConfirmAttachment>(browser, &request).await
        }
        "read_attachment" => {
            let registration = Some(stage.pending().await.id);
            let request = ReadAttachmentRequest { registration, attachment: stage.evidence.clone() };
            look::<contract::ReadAttachment>(browser, &request).await
        }
        "search_units" => look::<contract::SearchUnits>(browser, &SearchUnitsRequest::default()).await,
        "create_unit" => {
            let credit_code = credit_code(100 + n).as_str().to_owned();
            let form = UnitForm { name: "新办的诊所".to_owned(), credit_code, region: "450103".to_owned() };
            look::<contract::CreateUnit>(browser, &form).await
        }
        "list_departments" => {
            look::<contract::ListDepartments>(browser, &ListDepartmentsRequest { unit: stage.unit.clone() }).await
        }
        "search_pending" => {
            stage.pending().await;
            page(browser.call::<contract::SearchPending>(&SearchPendingRequest::default()).await)
        }
        "search_results" => {
            stage.pending().await;
            let number = stage.nurse.identity.expose().to_owned();
            let by = |identity_number: String| SearchResultsRequest {
                status: Status::Pending,
                name: String::new(),
                identity_number,
                cursor: None,
            };
            let listed = page(browser.call::<contract::SearchResults>(&by(String::new())).await);
            let found = page(browser.call::<contract::SearchResults>(&by(number)).await);
            assert_eq!(listed, found, "a number must not find what the list hides");
            found
        }
        "approve_registrations" => {
            let request = approve(&stage.pending().await);
            item(browser.call::<contract::ApproveRegistrations>(&request).await)
        }
        "reject_registrations" => {
            let request =
                RejectRequest { items: vec![seen(&stage.pending().await)], opinion: "材料不全".to_owned() };
            item(browser.call::<contract::RejectRegistrations>(&request).await)
        }
        "delete_reviewed" => {
            let items = vec![seen(&stage.approved().await)];
            let request = DeleteReviewedRequest { items, reason: "单位有误".to_owned() };
            item(browser.call::<contract::DeleteReviewed>(&request).await)
        }
        "reveal_identity" => {
            let request = RevealIdentityRequest { id: stage.pending().await.id };
            look::<contract::RevealIdentity>(browser, &request).await
        }
        "sign_up_unit" => look::<contract::SignUpUnit>(browser, &unit_sign_up(200 + n)).await,
        "redeem_code" => {
            // Refused for its content, which is as good as done: whoever comes is heard.
            let identity_number = identity(300 + n).expose().to_owned();
            let form = RedeemForm { identity_number, code: "7k3m-9q2x-04tn".to_owned(), password: PASSWORD.to_owned() };
            look::<contract::RedeemCode>(browser, &form).await
        }
        "read_unit" => of(browser
            .call::<contract::ReadUnit>(&ReadUnitRequest {})
            .await
            .map(|unit| if unit.name == "南宁市第一人民医院" { Look::Done } else { Look::Nothing })),
        "update_unit" => {
            // Of another version, which is as good as done.
            let form = UnitProfileForm { name: "南宁市第一人民医院".to_owned(), ..UnitProfileForm::default() };
            look::<contract::UpdateUnit>(browser, &UpdateUnitRequest { version: 7, form }).await
        }
        "list_unit_departments" => {
            let listed = browser.call::<contract::ListUnitDepartments>(&ListUnitDepartmentsRequest {}).await;
            let of_hospital = |list: DepartmentRows| list.departments.iter().any(|one| one.id == stage.nursing);
            of(listed.map(|list| if of_hospital(list) { Look::Done } else { Look::Nothing }))
        }
        "create_department" => {
            let form = DepartmentForm { name: format!("新部门 {n}"), remarks: String::new() };
            look::<contract::CreateDepartment>(browser, &form).await
        }
        "update_department" => {
            let id = stage.world.department(&stage.unit, &format!("甲 {n}")).await;
            let form = DepartmentForm { name: format!("乙 {n}"), remarks: String::new() };
            look::<contract::UpdateDepartment>(browser, &UpdateDepartmentRequest { id, version: 1, form }).await
        }
        "delete_department" => {
            let request = DeleteDepartmentRequest { id: stage.nursing.clone(), move_to: None };
            look::<contract::DeleteDepartment>(browser, &request).await
        }
        "search_administrators" => {
            let found = browser.call::<contract::SearchAdministrators>(&SearchAdministratorsRequest::default()).await;
            let has_chief = |rows: AdministratorRows| rows.administrators.iter().any(|one| one.name == "黄锋");
            of(found.map(|rows| if has_chief(rows) { Look::Done } else { Look::Nothing }))
        }
        "create_administrator" => {
            let form = AdministratorForm {
                identity_number: identity(400 + n).expose().to_owned(),
                ..administrator_form("新人", None)
            };
            look::<contract::CreateAdministrator>(browser, &form).await
        }
        "update_administrator" => {
            let id = stage.administrator(500 + n).await;
            let form = administrator_form("改名", Some(stage.nursing.clone()));
            let request = UpdateAdministratorRequest { id, version: 1, form };
            look::<contract::UpdateAdministrator>(browser, &request).await
        }
        "delete_administrator" => {
            let request = AdministratorRequest { id: stage.administrator(600 + n).await, version: 1 };
            look::<contract::DeleteAdministrator>(browser, &request).await
        }
        "reset_administrator_password" => {
            let request = AdministratorRequest { id: stage.administrator(700 + n).await, version: 1 };
            look::<contract::ResetAdministratorPassword>(browser, &request).await
        }
        "search_people" => {
            let number = stage.nurse.identity.expose().to_owned();
            let by = |identity_number: String| SearchPeopleRequest { identity_number, ..Default::default() };
            let rows = |result: Result<PeoplePage, Refused>| {
                let shows_nurse = |page: PeoplePage| page.rows.iter().any(|row| row.id == stage.nurse.person);
                of(result.map(|page| if shows_nurse(page) { Look::Done } else { Look::Nothing }))
            };
            let listed = rows(browser.call::<contract::SearchPeople>(&by(String::new())).await);
            let found = rows(browser.call::<contract::SearchPeople>(&by(number)).await);
            assert_eq!(listed, found, "a number must not find what the list hides");
            found
        }
        "move_people" => {
            let request = MovePeopleRequest { people: vec![stage.colleague(800 + n).await], department: None };
            let moved = browser.call::<contract::MovePeople>(&request).await;
            let is_done = |moved: PeopleMoved| moved.results.iter().all(|one| one.refusal.is_none());
            // A chief of elsewhere may move people, but this one is nobody to them.
            of(moved.map(|moved| if is_done(moved) { Look::Done } else { Look::Missing }))
        }
        "transfer_person" => {
            let request = TransferPersonRequest { person: stage.colleague(900 + n).await, unit: stage.third.clone() };
            look::<contract::TransferPerson>(browser, &request).await
        }
        "issue_code" => {
            let request = IssueCodeRequest { person: stage.colleague(1000 + n).await };
            look::<contract::IssueCode>(browser, &request).await
        }
        "merge_person" => {
            // The colleague has an account: told as a mistake, which is as good as done.
            let identity_number = identity(1200 + n).expose().to_owned();
            let request = MergePersonRequest { person: stage.colleague(1100 + n).await, identity_number };
            look::<contract::MergePerson>(browser, &request).await
        }
        "read_open_years" => look::<contract::ReadOpenYears>(browser, &ReadOpenYearsRequest {}).await,
        "read_windows" => look::<contract::ReadWindows>(browser, &ReadWindowsRequest {}).await,
        "close_early" => {
            let request = CloseEarlyRequest { year: 2026, last_day: "2026-02-30".to_owned(), version: 0 };
            look::<contract::CloseEarly>(browser, &request).await
        }
        "read_platform_windows" => look::<contract::ReadPlatformWindows>(browser, &ReadPlatformWindowsRequest {}).await,
        "set_window" => {
            // Of another version, which is as good as done.
            let form = WindowForm { year: 2026, first_day: "2026-01-01".to_owned(), last_day: String::new() };
            look::<contract::SetWindow>(browser, &SetWindowRequest { version: 7, form }).await
        }
        "list_platform_keys" => look::<contract::ListPlatformKeys>(browser, &ListPlatformKeysRequest {}).await,
        "create_platform_key" => {
            let request = CreatePlatformKeyRequest { platform: None, platform_name: format!("第 {n} 个新平台") };
            look::<contract::CreatePlatformKey>(browser, &request).await
        }
        "revoke_platform_key" => {
            let id = stage.world.platform(u128::from(1300 + n)).await.key;
            look::<contract::RevokePlatformKey>(browser, &RevokePlatformKeyRequest { id }).await
        }
        "import_completions" => {
            let platform = stage.world.platform(u128::from(1400 + n)).await.id;
            let deliveries = vec![completed("C-1", 1, &stage.nurse.identity, "8")];
            look::<contract::ImportCompletions>(browser, &ImportCompletionsRequest { platform, deliveries }).await
        }
        "search_audit" => {
            let request = SearchAuditRequest { unit: Some(stage.unit.clone()), ..SearchAuditRequest::default() };
            look::<contract::SearchAudit>(browser, &request).await
        }
        "read_load" => look::<contract::ReadLoad>(browser, &ReadLoadRequest { month: "2026-11".to_owned() }).await,
        "read_overview" => {
            let read = browser.call::<contract::ReadOverview>(&ReadOverviewRequest {}).await;
            let has_nursing = |overview: &Overview| {
                let mut departments = overview.departments.iter().filter_map(|one| one.department.as_ref());
                departments.any(|one| one.id == stage.nursing)
            };
            of(read.map(|overview| if has_nursing(&overview) { Look::Done } else { Look::Nothing }))
        }
        "find_units" => look::<contract::FindUnits>(browser, &FindUnitsRequest::default()).await,
        "read_listed_unit" => {
            look::<contract::ReadListedUnit>(browser, &ReadListedUnitRequest { id: stage.third.clone() }).await
        }
        "change_unit" => {
            // Of another version, which is as good as done.
            let form = ListedUnitForm {
                name: "聿建工程设计有限公司".to_owned(),
                region: "450103".to_owned(),
                ..ListedUnitForm::default()
            };
            let request = ChangeUnitRequest { id: stage.third.clone(), version: 7, form };
            look::<contract::ChangeUnit>(browser, &request).await
        }
        "merge_units" => {
            // Into itself: told as a mistake, which is as good as done.
            let request = MergeUnitsRequest { from: stage.third.clone(), into: stage.third.clone() };
            look::<contract::MergeUnits>(browser, &request).await
        }
        "import_units" => look::<contract::ImportUnits>(browser, &ImportUnitsRequest { rows: Vec::new() }).await,
        "compact_directory" => look::<contract::CompactDirectory>(browser, &CompactDirectoryRequest {}).await,
        "reset_unit_password" => {
            let unit = stage.world.unit(1_000 + n, "新办的医院", false).await;
            stage.world.unit_account(1_000 + n, &unit).await;
            look::<contract::ResetUnitPassword>(browser, &ResetUnitPasswordRequest { id: unit }).await
        }
        "decide_unit_account" => {
            let id = stage.world.unit(1_100 + n, "新办的医院", false).await;
            let form = unit_sign_up(1_100 + n);
            Browser::anonymous(stage.world).call::<contract::SignUpUnit>(&form).await.expect("an account that waits");
            look::<contract::DecideUnitAccount>(browser, &DecideUnitAccountRequest { id, confirm: true }).await
        }
        other => panic!("{other} has no request"),
    }
}

async fn look<E: Endpoint>(browser: &Browser<'_>, request: &E::Request) -> Look {
    of(browser.call::<E>(request).await.map(|_| Look::Done))
}

/// A list is done if it shows anything of the nurse's.
fn page(result: Result<RegistrationPage, Refused>) -> Look {
    of(result
        .map(|page| if page.rows.iter().any(|row| row.person_name == "韦丽琳") { Look::Done } else { Look::Nothing }))
}

/// An item is missing if it is refused as one that does not exist would be.
fn item(result: Result<BatchResponse, Refused>) -> Look {
    of(result.map(|response| match &only(&response).outcome {
        Outcome::Refused { code, message, .. } if code == "not_found" => {
            assert_eq!(message, "没有找到这条登记，它可能已被删除");
            Look::Missing
        }
        _ => Look::Done,
    }))
}

fn of(result: Result<Look, Refused>) -> Look {
    match result {
        Ok(look) => look,
        Err(refused) => match (refused.status.as_u16(), refused.code()) {
            (401, "session_ended") => Look::SignIn,
            (401, "wrong_signature") => Look::Unsigned,
            (404, "not_found") => Look::Missing,
            (422, _) | (409, "changed_meanwhile") => Look::Done,
            other => panic!("neither done nor missing: {other:?}"),
        },
    }
}
