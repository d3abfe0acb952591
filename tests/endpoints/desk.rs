//! The review desk of 其他单位: an operator there is what a chief is in a unit, and in no unit anybody.

use domain::account::RedeemForm;
use domain::contract::attachments::{FileKind, ReadAttachmentRequest};
use domain::contract::overview::ReadOverviewRequest;
use domain::contract::people::{IssueCodeRequest, MergePersonRequest, SearchPeopleRequest, TransferPersonRequest};
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, FindProfessionalRequest, ListRegistrationsRequest, Outcome, ReadRegistrationRequest,
    ReadTotalsRequest, RegistrationRow, SearchTotalsRequest, SubmitRequest, UpdateRegistrationRequest,
};
use domain::contract::reviews::{
    ApproveRequest, DeleteReviewedRequest, PreviewDeletionRequest, RejectRequest, RevealIdentityRequest,
    SearchPendingRequest, SearchResultsRequest, WatchReviewsRequest,
};
use domain::contract::{
    ApproveRegistrations, CreateRegistration, CreateUnitRegistration, DeleteRegistrations, DeleteReviewed,
    FindProfessional, IssueCode, ListUnitRegistrations, MergePerson, PreviewDeletion, ReadAttachment, ReadOverview,
    ReadRegistration, ReadTotals, RedeemCode, RejectRegistrations, RevealIdentity, SearchPending, SearchPeople,
    SearchResults, SearchTotals, SubmitRegistrations, TransferPerson, UndoDecisions, UpdateRegistration, WatchReviews,
    WithdrawRegistrations,
};
use domain::hours::Hours;
use domain::id::UnitId;
use domain::registration::RegistrationForm;
use domain::review::{Registrar, Stage, Status};
use tests::attachments::{PDF, uploaded};
use tests::fixtures::{Member, PASSWORD, batch, chief, done, form, identity, only, refusal, seen};
use tests::operators::{device, word_after};
use tests::world::NOW;
use tests::{Browser, World};

fn other() -> UnitId {
    UnitId::other()
}

async fn specialty(member: &Member<'_>) -> Hours {
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    totals.years.iter().find(|year| year.year == 2018).map_or(Hours::ZERO, |year| year.totals.specialty)
}

async fn waiting(operator: &Browser<'_>) -> Vec<String> {
    let page = operator.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a queue");
    page.rows.into_iter().map(|row| format!("{} {}", row.person_name, row.title)).collect()
}

async fn results(operator: &Browser<'_>, status: Status, number: &str) -> Vec<RegistrationRow> {
    let (name, identity_number) = (String::new(), number.to_owned());
    let request = SearchResultsRequest { status, name, identity_number, cursor: None };
    operator.call::<SearchResults>(&request).await.expect("results").rows
}

fn approval(row: &RegistrationRow, hours: &str, reason: &str) -> ApproveRequest {
    ApproveRequest { items: vec![seen(row)], approved_hours: hours.to_owned(), reason: reason.to_owned() }
}

#[tokio::test]
async fn what_comes_from_anybody_is_reviewed_and_the_totals_are_right() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let freelancer = world.professional(1, "韦丽琳", chief(&other())).await;
    let nurse = world.professional(2, "覃志明", chief(&unit)).await;
    let evidence = uploaded(&freelancer.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    let with_evidence = RegistrationForm { attachments: vec![evidence.clone()], ..form("甲") };
    let draft = freelancer.browser.call::<CreateRegistration>(&with_evidence).await.expect("a draft");
    let first = freelancer.submits(&draft, &other()).await;
    assert_eq!(first.reviewing_unit.as_deref(), Some("其他单位"));
    let second = freelancer.submits(&freelancer.drafts("乙").await, &other()).await;
    let foreign = nurse.submits(&nurse.drafts("丙").await, &other()).await;
    assert_eq!(waiting(&operator).await, ["韦丽琳 甲", "韦丽琳 乙", "覃志明 丙"]);
    let watch = WatchReviewsRequest { stage: Stage::First, since: NOW };
    assert_eq!(operator.call::<WatchReviews>(&watch).await.expect("news").arrived.len(), 3);

    let read = ReadRegistrationRequest { id: first.id.clone() };
    let detail = operator.call::<ReadRegistration>(&read).await.expect("it lies here");
    assert_eq!((detail.attachments.len(), detail.row.status), (1, Status::Pending));
    let download = ReadAttachmentRequest { registration: Some(first.id.clone()), attachment: evidence };
    assert!(operator.call::<ReadAttachment>(&download).await.expect("the evidence").url.contains("http"));
    let reveal = RevealIdentityRequest { id: foreign.id.clone() };
    let revealed = operator.call::<RevealIdentity>(&reveal).await.expect("the number");
    assert_eq!(revealed.identity_number, nurse.identity.expose());

    let lowered = approval(&first, "12", "最后半天为参观活动，不计学时。");
    let approved = done(only(&operator.call::<ApproveRegistrations>(&lowered).await.expect("a result")));
    assert_eq!((approved.status, approved.approved_hours), (Status::Approved, Some(Hours::whole(12))));
    let reject =
        RejectRequest { items: vec![seen(&second)], opinion: "请补充加盖公章的学时证明".to_owned() };
    let rejected = done(only(&operator.call::<RejectRegistrations>(&reject).await.expect("a result")));
    let of_nurse = approval(&foreign, "", "");
    operator.call::<ApproveRegistrations>(&of_nurse).await.expect("a result");
    assert_eq!((specialty(&freelancer).await, specialty(&nurse).await), (Hours::whole(12), Hours::whole(16)));

    // The person reads who has decided.
    let detail = freelancer.browser.call::<ReadRegistration>(&read).await.expect("their own");
    let actors: Vec<&str> = detail.history.iter().map(|entry| entry.actor.as_str()).collect();
    assert!(actors.contains(&"黄锋（平台管理员）"), "{actors:?}");
    let undone = done(only(&operator.call::<UndoDecisions>(&batch(&[&approved])).await.expect("a result")));
    operator.call::<UndoDecisions>(&batch(&[&rejected])).await.expect("a result");
    assert_eq!((undone.status, specialty(&freelancer).await), (Status::Pending, Hours::ZERO));
    assert_eq!(waiting(&operator).await, ["韦丽琳 甲", "韦丽琳 乙"]);
    let again = approval(&undone, "", "");
    let approved = done(only(&operator.call::<ApproveRegistrations>(&again).await.expect("a result")));
    assert_eq!(specialty(&freelancer).await, Hours::whole(16));
    assert_eq!(results(&operator, Status::Approved, "").await.len(), 2);

    // 总览 and 全学时查询 are of the people of 其他单位, not of those who only submit there.
    let overview = operator.call::<ReadOverview>(&ReadOverviewRequest {}).await.expect("an overview");
    assert_eq!((overview.pending_first, overview.departments[0].people), (1, 1));
    let totals = SearchTotalsRequest { year: 2018, ..SearchTotalsRequest::default() };
    let rows = operator.call::<SearchTotals>(&totals).await.expect("totals").rows;
    let rows: Vec<_> = rows.iter().map(|row| (&*row.name, row.totals.specialty)).collect();
    assert_eq!(rows, [("韦丽琳", Hours::whole(16))]);

    let preview = PreviewDeletionRequest { id: approved.id.clone() };
    assert_eq!(operator.call::<PreviewDeletion>(&preview).await.expect("a preview").voids, None);
    let delete = DeleteReviewedRequest { items: vec![seen(&approved)], reason: "重复登记".to_owned() };
    let deleted = operator.call::<DeleteReviewed>(&delete).await.expect("a result");
    assert!(matches!(only(&deleted).outcome, Outcome::Done { row: None }), "{deleted:?}");
    assert_eq!(specialty(&freelancer).await, Hours::ZERO);
}

#[tokio::test]
async fn of_any_other_unit_nothing_is_there() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "陆晓婷", chief(&unit)).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let pending = nurse.submits(&nurse.drafts("甲").await, &unit).await;
    let number = nurse.identity.expose().to_owned();
    let entered =
        CreateUnitRegistrationRequest {
            identity_number: number.clone(), name: "韦丽琳".to_owned(), form: form("乙")
        };
    of_unit.call::<CreateUnitRegistration>(&entered).await.expect("what the unit enters itself");

    assert!(waiting(&operator).await.is_empty());
    let by_number = SearchPendingRequest { identity_number: number.clone(), ..SearchPendingRequest::default() };
    assert!(operator.call::<SearchPending>(&by_number).await.expect("a queue").rows.is_empty());
    for status in Status::ALL {
        assert!(
            results(&operator, status, &number).await.is_empty() && results(&operator, status, "").await.is_empty()
        );
    }
    let news = operator.call::<WatchReviews>(&WatchReviewsRequest { stage: Stage::First, since: NOW }).await;
    assert!(news.expect("news").arrived.is_empty());
    let listed = operator.call::<ListUnitRegistrations>(&ListRegistrationsRequest::default()).await;
    assert!(listed.expect("a page").rows.is_empty());
    let people = SearchPeopleRequest { identity_number: number.clone(), ..SearchPeopleRequest::default() };
    assert!(operator.call::<SearchPeople>(&people).await.expect("a page").rows.is_empty());
    let totals = SearchTotalsRequest { year: 2018, identity_number: number.clone(), ..SearchTotalsRequest::default() };
    assert!(operator.call::<SearchTotals>(&totals).await.expect("a page").rows.is_empty());
    let overview = operator.call::<ReadOverview>(&ReadOverviewRequest {}).await.expect("an overview");
    assert!(overview.pending_first == 0 && overview.departments.is_empty());

    let missing = |code: Option<&str>| assert_eq!(code, Some("not_found"));
    let read = ReadRegistrationRequest { id: pending.id.clone() };
    missing(operator.call::<ReadRegistration>(&read).await.err().as_ref().map(|no| no.code()));
    let reveal = RevealIdentityRequest { id: pending.id.clone() };
    missing(operator.call::<RevealIdentity>(&reveal).await.err().as_ref().map(|no| no.code()));
    let code = IssueCodeRequest { person: nurse.person.clone() };
    missing(operator.call::<IssueCode>(&code).await.err().as_ref().map(|no| no.code()));
    let transfer =
        TransferPersonRequest { person: nurse.person.clone(), unit: world.unit(2, "广西民族大学", false).await };
    missing(operator.call::<TransferPerson>(&transfer).await.err().as_ref().map(|no| no.code()));
    let merge = MergePersonRequest { person: nurse.person.clone(), identity_number: identity(3).expose().to_owned() };
    missing(operator.call::<MergePerson>(&merge).await.err().as_ref().map(|no| no.code()));
    missing(refusal(only(
        &operator.call::<ApproveRegistrations>(&approval(&pending, "", "")).await.expect("a result"),
    )));
    let reject = RejectRequest { items: vec![seen(&pending)], opinion: "材料不全".to_owned() };
    missing(refusal(only(&operator.call::<RejectRegistrations>(&reject).await.expect("a result"))));
    let find = FindProfessionalRequest { identity_number: number };
    let refused = operator.call::<FindProfessional>(&find).await.expect_err("in nobody's hands here");
    assert_eq!(refused.fields(), ["identity_number:elsewhere"]);
    let refused = operator.call::<CreateUnitRegistration>(&entered).await.expect_err("nor to be entered for");
    assert_eq!(refused.fields(), ["identity_number:elsewhere"]);
}

#[tokio::test]
async fn its_people_are_looked_after_as_a_chief_looks_after_theirs() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let hospital = world.unit(1, "南宁市第一人民医院", false).await;
    // Registers for somebody of no unit, from the draft on.
    let (mistyped, right) = (identity(62).expose().to_owned(), identity(63).expose().to_owned());
    let found = operator.call::<FindProfessional>(&FindProfessionalRequest { identity_number: mistyped.clone() }).await;
    assert_eq!(found.expect("nobody yet").name, None);
    let entered = CreateUnitRegistrationRequest {
        identity_number: mistyped.clone(),
        name: "莫志强".to_owned(),
        form: form("甲"),
    };
    let made = operator.call::<CreateUnitRegistration>(&entered).await.expect("a draft").row;
    assert!(matches!(&made.registrar, Registrar::Unit { name, .. } if name == "其他单位"), "{:?}", made.registrar);
    let update = UpdateRegistrationRequest { id: made.id.clone(), version: made.version, form: form("甲改") };
    let draft = operator.call::<UpdateRegistration>(&update).await.expect("a draft");
    let submit = |row: &RegistrationRow| SubmitRequest { items: vec![seen(row)], unit: other() };
    let pending = done(only(&operator.call::<SubmitRegistrations>(&submit(&draft)).await.expect("a result")));
    let draft = done(only(&operator.call::<WithdrawRegistrations>(&batch(&[&pending])).await.expect("a result")));
    let listed = operator.call::<ListUnitRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    assert_eq!(listed.rows.len(), 1);

    // The number was mistyped: the record goes to the right one.
    let people = operator.call::<SearchPeople>(&SearchPeopleRequest::default()).await.expect("a page").rows;
    let [person] = people.as_slice() else { panic!("{people:?}") };
    let merge = MergePersonRequest { person: person.id.clone(), identity_number: right.clone() };
    let merged = operator.call::<MergePerson>(&merge).await.expect("merged");
    assert_eq!(merged.registrations, 1);
    let again = operator.call::<ListUnitRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    let row = again.rows.iter().find(|row| row.title == draft.title).expect("it has gone along");
    operator.call::<DeleteRegistrations>(&batch(&[row])).await.expect("a result");

    let person = merged.row.id;
    let issued = operator.call::<IssueCode>(&IssueCodeRequest { person: person.clone() }).await.expect("a code");
    assert!(issued.activates);
    let redeem = RedeemForm { identity_number: right, code: issued.code, password: PASSWORD.to_owned() };
    let mut own = Browser::anonymous(&world);
    own.signing::<RedeemCode>(&redeem).await.expect("an account");
    assert_eq!(own.call::<ReadTotals>(&ReadTotalsRequest {}).await.map(|_| ()), Ok(()));

    let transfer = TransferPersonRequest { person: person.clone(), unit: hospital.clone() };
    operator.call::<TransferPerson>(&transfer).await.expect("moved");
    assert!(operator.call::<SearchPeople>(&SearchPeopleRequest::default()).await.expect("a page").rows.is_empty());
    let of_hospital = world.administrator(9, "陆晓婷", chief(&hospital)).await;
    let there = of_hospital.call::<SearchPeople>(&SearchPeopleRequest::default()).await.expect("a page").rows;
    assert_eq!(there.iter().map(|row| &row.id).collect::<Vec<_>>(), [&person]);
}

#[tokio::test]
async fn an_operator_changes_the_first_password_before_anything_else() {
    let world = World::new().await;
    let form =
        domain::operator::OperatorForm { login: "huang.feng".to_owned(), name: "黄锋".to_owned(), another: false };
    let told = world.creates_operator(&form).await.expect("an operator");
    let code = device(&told).code_at(world.app.clock.now().seconds());
    let password = word_after(&told, "一次性密码");
    let request = domain::contract::accounts::SignInOperatorRequest { login: form.login, password, code };
    let operator = world.signed_in_operator(&request).await.expect("a session");
    let refused = operator.call::<SearchPending>(&SearchPendingRequest::default()).await.expect_err("not yet");
    assert_eq!(refused.code(), "must_change_password");
}
