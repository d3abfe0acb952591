use domain::audit_event::AuditEvent;
use domain::contract::audit::{AuditPage, SearchAuditRequest};
use domain::contract::people::IssueCodeRequest;
use domain::contract::unit_management::DeleteDepartmentRequest;
use domain::contract::{CreateDepartment, DeleteDepartment, IssueCode, SearchAudit};
use domain::id::{AccountId, UnitId};
use domain::permission::{Role, Scope};
use domain::review::Mover;
use domain::unit::DepartmentForm;
use functions::idempotency::Repeat;
use functions::store::accounts;
use functions::store::table::Change;
use functions::store::unit_log::{self, Author};
use serde_dynamo::AttributeValue;
use tests::fixtures::{chief, credit_code, department};
use tests::{Browser, World};

async fn search(operator: &Browser<'_>, request: &SearchAuditRequest) -> AuditPage {
    operator.call::<SearchAudit>(request).await.expect("a page")
}

fn events(page: &AuditPage) -> Vec<&str> {
    page.entries.iter().map(|entry| entry.event.as_str()).collect()
}

/// The changes of an event by nobody in particular.
fn event(world: &World, unit: &UnitId, what: AuditEvent) -> [Change; 2] {
    let author = Author {
        account: AccountId::from_bits(1),
        name: "陈国栋（平台管理员）".to_owned(),
        scope: chief(unit),
        mover: Mover::Unit,
        repeat: &Repeat::of_its_own(),
        at: world.app.clock.now(),
    };
    unit_log::note(&author, what, "2026").expect("an entry")
}

#[tokio::test]
async fn deeds_of_a_unit_are_found_newest_first_and_by_who_what_and_when() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let account = world.unit_account(1, &unit).await;

    let form = DepartmentForm { name: "财务部".to_owned(), remarks: String::new() };
    let finance = account.call::<CreateDepartment>(&form).await.expect("a department");
    world.app.clock.advance_seconds(24 * 3_600);
    let of_department = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    of_department.call::<IssueCode>(&IssueCodeRequest { person: member.person.clone() }).await.expect("a code");
    world.app.clock.advance_seconds(24 * 3_600);
    let id = world.app.vault.account_id(Role::Unit, credit_code(1).as_str());
    let stored = accounts::find(&world.app, &id).await.expect("a read").expect("the unit's own");
    let account = world.signed_in(&stored).await;
    let operator = world.operator("huang.feng").await.browser;
    let delete = DeleteDepartmentRequest { id: finance.id.clone(), move_to: None };
    account.call::<DeleteDepartment>(&delete).await.expect("it is empty");

    let all = SearchAuditRequest { unit: Some(unit.clone()), ..SearchAuditRequest::default() };
    let page = search(&operator, &all).await;
    assert_eq!(events(&page), ["department_deleted", "code_issued", "department_created"]);
    assert_eq!(page.next, None);
    let [deleted, issued, created] = page.entries.as_slice() else { panic!("three events: {page:?}") };
    assert_eq!((deleted.subject.as_str(), created.subject.as_str()), (finance.id.as_str(), finance.id.as_str()));
    assert_eq!(issued.subject, member.person.as_str());
    assert_eq!(issued.actor, "陆晓婷（单位管理员）");
    assert_eq!((issued.department.as_deref(), created.department.as_deref()), (Some("护理部"), None));
    assert_eq!(deleted.at.milliseconds() - created.at.milliseconds(), 2 * 24 * 3_600_000);

    let by_deed = SearchAuditRequest { event: "code_issued".to_owned(), ..all.clone() };
    assert_eq!(events(&search(&operator, &by_deed).await), ["code_issued"]);
    let by_actor = SearchAuditRequest { actor: "单位账号".to_owned(), ..all.clone() };
    assert_eq!(events(&search(&operator, &by_actor).await), ["department_deleted", "department_created"]);
    // 2026-11-20 is the first of the three days; both ends are inclusive.
    let day =
        |from: &str, until: &str| SearchAuditRequest { from: from.to_owned(), until: until.to_owned(), ..all.clone() };
    assert_eq!(events(&search(&operator, &day("2026-11-21", "2026-11-21")).await), ["code_issued"]);
    assert_eq!(events(&search(&operator, &day("2026-11-21", "")).await), ["department_deleted", "code_issued"]);
    assert_eq!(events(&search(&operator, &day("", "2026-11-20")).await), ["department_created"]);

    // The platform's own log is another one.
    assert_eq!(search(&operator, &SearchAuditRequest::default()).await.entries, []);
    let noted = event(&world, &UnitId::other(), AuditEvent::WindowSet).to_vec();
    world.app.table.transact(noted).await.expect("a event");
    assert_eq!(events(&search(&operator, &SearchAuditRequest::default()).await), ["window_set"]);
    let foreign = SearchAuditRequest { unit: Some(UnitId::from_bits(7)), ..SearchAuditRequest::default() };
    assert_eq!(search(&operator, &foreign).await.entries, []);
}

#[tokio::test]
async fn mistakes_in_dates_are_told_at_their_fields() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    for (from, until, told) in [
        ("2026-02-30", "", vec!["from:not_a_date"]),
        ("2026-05-01", "gestern", vec!["until:not_a_date"]),
        ("1", "2", vec!["from:not_a_date", "until:not_a_date"]),
        ("2026-05-02", "2026-05-01", vec!["until:before_start"]),
    ] {
        let request =
            SearchAuditRequest { from: from.to_owned(), until: until.to_owned(), ..SearchAuditRequest::default() };
        let refused = operator.call::<SearchAudit>(&request).await.expect_err("a mistake");
        assert_eq!(refused.fields(), told, "{from} {until}");
    }
}

#[tokio::test]
async fn a_long_log_comes_in_pages_and_a_filter_reads_a_thousand_at_most() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let operator = world.operator("huang.feng").await.browser;
    for round in 0..12 {
        world.app.clock.advance_seconds(1);
        let what = if round == 0 { AuditEvent::YearClosedEarly } else { AuditEvent::CodeIssued };
        let noted: Vec<Change> = (0..90).flat_map(|_| event(&world, &unit, what)).collect();
        world.app.table.transact(noted).await.expect("ninety events of one transaction");
    }
    let mut request = SearchAuditRequest { unit: Some(unit), ..SearchAuditRequest::default() };
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let call = operator.measured::<SearchAudit>(&request, &world.key()).await;
        assert_eq!(call.usage.items_read, 2 + 51.min(1_080 - seen.len() as u32), "the caller, a page, and one more");
        let page = call.result.expect("a page");
        seen.extend(page.entries.into_iter().map(|entry| (entry.at, entry.event)));
        pages += 1;
        request.cursor = page.next;
        if request.cursor.is_none() {
            break;
        }
    }
    assert_eq!((seen.len(), pages), (1_080, 22));
    assert!(seen.is_sorted_by(|one, other| one.0 >= other.0), "newest first");
    assert_eq!(seen.iter().filter(|(_, event)| event == "year_closed_early").count(), 90);

    request.event = "year_closed_early".to_owned();
    let call = operator.measured::<SearchAudit>(&request, &world.key()).await;
    assert!(call.usage.items_read <= 1_000 + 2, "{:?}", call.usage);
    let page = call.result.expect("a page");
    assert_eq!(page.entries.len(), 10, "what the newest thousand hold of them");
    request.cursor = page.next;
    let page = search(&operator, &request).await;
    assert_eq!(page.entries.len(), 50);

    request.from = "2026-11-20".to_owned();
    for cursor in ["", "x", "0000000000001#k#s", "9999999999999#k#s"] {
        request.cursor = Some(cursor.to_owned());
        let refused = operator.call::<SearchAudit>(&request).await.expect_err("no place in this log");
        assert_eq!(refused.code(), "malformed_request", "{cursor}");
    }
}

#[tokio::test]
async fn several_deeds_of_one_transaction_are_counted_together() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = Scope { unit: world.unit(2, "广西民族大学", false).await, department: None };
    let mut changes: Vec<Change> = event(&world, &unit, AuditEvent::UnitMerged).to_vec();
    changes.extend(event(&world, &elsewhere.unit, AuditEvent::UnitMerged));
    changes.extend(event(&world, &unit, AuditEvent::UnitVerified));
    world.app.table.transact(changes).await.expect("no item is named twice");
    let items = world.items();
    let count = |unit: &UnitId| items[&(format!("U#{unit}"), "LOG".to_owned())].get("n").cloned();
    assert_eq!(count(&unit), Some(AttributeValue::N("2".to_owned())));
    assert_eq!(count(&elsewhere.unit), Some(AttributeValue::N("1".to_owned())));
    let report = world.audited("", None);
    assert_eq!((report.findings, report.checked.logs, report.checked.events), (vec![], 2, 3));
}
