use domain::contract::attachments::{FileKind, ReadAttachmentRequest};
use domain::contract::people::{MergePersonRequest, SearchPeopleRequest};
use domain::contract::registrations::{ReadRegistrationRequest, RegistrationRow};
use domain::contract::reviews::{ApproveRequest, SearchPendingRequest};
use domain::contract::{
    ApproveRegistrations, CreateRegistration, MergePerson, ReadAttachment, ReadRegistration, SearchPending,
    SearchPeople,
};
use domain::hours::Hours;
use domain::id::{PersonId, UnitId};
use domain::permission::Role;
use domain::registration::RegistrationForm;
use domain::review::Status;
use functions::store::keys::Key;
use functions::store::people;
use functions::store::registrations::all_now;
use functions::store::table::{Item, number};
use local::engine::{Delivery, Reply, Verdict, Wire};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tests::attachments::{PDF, get, uploaded};
use tests::fixtures::{Member, chief, done, form, identity, only, seen};
use tests::{Browser, World};
use tokio::sync::Notify;

fn approve(row: &RegistrationRow) -> ApproveRequest {
    ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() }
}

async fn forget_account(world: &World, member: &Member<'_>) {
    let account = world.app.vault.account_id(Role::Professional, &member.identity.lookup_form());
    world.app.table.delete(&Key::account(&account)).await.expect("no account");
}

async fn specialty(world: &World, person: &PersonId) -> Hours {
    let totals = people::totals(&world.app, person, 2026).await.expect("totals");
    totals.into_iter().filter(|(year, _)| *year == 2018).map(|(_, totals)| totals.specialty).next().unwrap_or_default()
}

/// Three registrations under the mistyped number: approved, approved under both numbers, waiting. One draft.
async fn mistyped<'w>(world: &'w World, unit: &UnitId, of_unit: &Browser<'_>) -> (Member<'w>, Member<'w>) {
    let right = world.professional(1, "韦丽琳", chief(unit)).await;
    let wrong = world.professional(2, "韦丽林", chief(unit)).await;
    for (member, title) in [(&right, "双份"), (&wrong, "双份"), (&wrong, "甲")] {
        let pending = member.submits(&member.drafts(title).await, unit).await;
        done(only(&of_unit.call::<ApproveRegistrations>(&approve(&pending)).await.expect("a result")));
    }
    wrong.submits(&wrong.drafts("乙").await, unit).await;
    let evidence = uploaded(&wrong.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    let with_evidence = RegistrationForm { attachments: vec![evidence], ..form("丙") };
    wrong.browser.call::<CreateRegistration>(&with_evidence).await.expect("a draft");
    forget_account(world, &wrong).await;
    (right, wrong)
}

#[tokio::test]
async fn everything_comes_over_once_with_its_history_and_the_totals_are_right() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let (right, wrong) = mistyped(&world, &unit, &of_unit).await;
    assert_eq!(specialty(&world, &wrong.person).await, Hours::whole(32));
    let (key, request) = (
        world.key(),
        MergePersonRequest { person: wrong.person.clone(), identity_number: right.identity.expose().to_owned() },
    );
    let merged = of_unit.keyed::<MergePerson>(&request, &key).await.expect("one person");
    assert_eq!((merged.registrations, merged.not_counted), (4, 1));
    assert_eq!(of_unit.keyed::<MergePerson>(&request, &key).await.expect("a repeat"), merged);

    assert_eq!(specialty(&world, &right.person).await, Hours::whole(32), "甲，and 双份 once");
    let all = all_now(&world.app, &right.person).await.expect("registrations");
    let mut statuses: Vec<_> = all.iter().map(|one| (one.title.as_str(), one.state.status())).collect();
    statuses.sort_by_key(|(title, status)| (title.to_owned(), format!("{status:?}")));
    let expected = [
        ("丙", Status::Draft),
        ("乙", Status::Pending),
        ("双份", Status::Approved),
        ("双份", Status::Rejected),
        ("甲", Status::Approved),
    ];
    assert_eq!(statuses, expected);
    assert!(all_now(&world.app, &wrong.person).await.expect("none").is_empty());
    let people = of_unit.call::<SearchPeople>(&SearchPeopleRequest::default()).await.expect("a page").rows;
    assert_eq!(people.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["韦丽琳"]);

    // The evidence is there as well, wherever its file lies.
    let with_evidence = all.iter().find(|one| one.title == "丙").expect("the draft");
    let request = ReadAttachmentRequest {
        registration: Some(with_evidence.id.clone()),
        attachment: with_evidence.evidence[0].id.clone(),
    };
    let download = right.browser.call::<ReadAttachment>(&request).await.expect("an address");
    assert_eq!(get(&world, &download.url).await.1, PDF);

    // The whole history is there, and what waits can be decided, under the right name.
    let waiting = of_unit.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a page").rows.remove(0);
    assert_eq!((waiting.title.as_str(), waiting.person_name.as_str()), ("乙", "韦丽琳"));
    let read = ReadRegistrationRequest { id: waiting.id.clone() };
    let detail = right.browser.call::<ReadRegistration>(&read).await.expect("one's own now");
    let happened: Vec<_> = detail.history.iter().map(|entry| entry.happening.name()).collect();
    assert_eq!(happened, ["登记", "提交审核", "人员合并", "人员合并"]);
    done(only(&of_unit.call::<ApproveRegistrations>(&approve(&waiting)).await.expect("a result")));
    assert_eq!(specialty(&world, &right.person).await, Hours::whole(48));
}

#[tokio::test]
async fn where_nobody_has_the_right_number_yet_the_record_is_made() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let wrong = world.professional(2, "韦丽琳", chief(&unit)).await;
    let pending = wrong.submits(&wrong.drafts("甲").await, &unit).await;
    done(only(&of_unit.call::<ApproveRegistrations>(&approve(&pending)).await.expect("a result")));
    forget_account(&world, &wrong).await;
    let request = MergePersonRequest { person: wrong.person.clone(), identity_number: identity(1).expose().to_owned() };
    let merged = of_unit.call::<MergePerson>(&request).await.expect("one person");
    assert_eq!(merged.row.identity_masked, identity(1).masked());
    assert_eq!(specialty(&world, &merged.row.id).await, Hours::whole(16));
}

#[tokio::test]
async fn nobody_is_merged_who_is_somebody_else() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let own = world.professional(1, "韦丽琳", chief(&unit)).await;
    let foreign = world.professional(3, "覃志明", chief(&elsewhere)).await;
    let entered = world.professional(4, "农建华", chief(&unit)).await;
    forget_account(&world, &entered).await;
    let code = async |person: &PersonId, number: &str| {
        let request = MergePersonRequest { person: person.clone(), identity_number: number.to_owned() };
        let refused = of_unit.call::<MergePerson>(&request).await.expect_err("a refusal");
        refused.fields().first().cloned().unwrap_or_else(|| refused.code().to_owned())
    };
    assert_eq!(code(&own.person, identity(5).expose()).await, "identity_number:has_account");
    assert_eq!(code(&entered.person, foreign.identity.expose()).await, "identity_number:elsewhere");
    assert_eq!(code(&entered.person, entered.identity.expose()).await, "identity_number:same");
    assert_eq!(code(&foreign.person, own.identity.expose()).await, "not_found");
    assert_eq!(code(&entered.person, "4501").await, "identity_number:length");
}

/// Refuses every transaction from a certain one on, as a function that is cut off does no more.
#[derive(Debug)]
struct CutOff {
    left: AtomicU32,
}

#[derive(Debug, Clone)]
struct CutOffWire(Arc<CutOff>);

impl Wire for CutOffWire {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if operation != "TransactWriteItems" {
            return Verdict::Pass;
        }
        let left = self.0.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { Verdict::Pass } else { Verdict::Answer(Reply::transaction_cancelled(&["ThrottlingError"])) }
    }

    fn after(&self, _: &str, _: &[u8], reply: Reply) -> Delivery {
        Delivery::Deliver(reply)
    }
}

#[tokio::test]
async fn wherever_it_is_interrupted_asking_again_finishes_it_and_no_hour_is_lost_in_between() {
    for cut in 0..6 {
        let wire = CutOffWire(Arc::new(CutOff { left: AtomicU32::new(u32::MAX) }));
        let switch = Arc::clone(&wire.0);
        let world = World::over(wire).await;
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
        let (right, wrong) = mistyped(&world, &unit, &of_unit).await;
        let (key, request) = (
            world.key(),
            MergePersonRequest { person: wrong.person.clone(), identity_number: right.identity.expose().to_owned() },
        );
        switch.left.store(cut, Ordering::SeqCst);
        let interrupted = of_unit.keyed::<MergePerson>(&request, &key).await.expect_err("cut off");
        assert_eq!(interrupted.code(), "busy");
        let between = match people::find(&world.app, &wrong.person).await.expect("an answer") {
            Some(_) => specialty(&world, &wrong.person).await,
            None => Hours::ZERO,
        };
        let sum = between + specialty(&world, &right.person).await;
        assert!([Hours::whole(48), Hours::whole(32)].contains(&sum), "cut {cut}: {sum}");
        switch.left.store(u32::MAX, Ordering::SeqCst);
        let merged = of_unit.keyed::<MergePerson>(&request, &key).await.expect("finished");
        assert_eq!((merged.registrations, merged.not_counted), (4, 1), "cut {cut}");
        assert_eq!(specialty(&world, &right.person).await, Hours::whole(32));
    }
}

/// Holds the transaction that ends a record until the test has done what it wants to happen at that moment.
#[derive(Debug, Clone)]
struct LastMomentWire {
    reached: Arc<Notify>,
    go_on: Arc<Notify>,
}

impl Wire for LastMomentWire {
    fn before(&self, operation: &str, body: &[u8]) -> Verdict {
        let ends_record = operation == "TransactWriteItems" && String::from_utf8_lossy(body).contains("\"REMOVE #");
        if !ends_record {
            return Verdict::Pass;
        }
        let this = self.clone();
        Verdict::PassAfter(Box::pin(async move {
            this.reached.notify_one();
            this.go_on.notified().await;
        }))
    }
}

#[tokio::test]
async fn hours_delivered_in_the_last_moment_stay_under_the_number_and_nothing_personal_does() {
    let wire = LastMomentWire { reached: Arc::default(), go_on: Arc::default() };
    let world = World::over(wire.clone()).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let (right, wrong) = mistyped(&world, &unit, &of_unit).await;
    let request =
        MergePersonRequest { person: wrong.person.clone(), identity_number: right.identity.expose().to_owned() };
    let (record, table) = (Key::person(&wrong.person), &world.app.table);
    let (merged, ()) = tokio::join!(of_unit.call::<MergePerson>(&request), async {
        wire.reached.notified().await;
        let delivered = Item::from([(":tenths".to_owned(), number(300))]);
        table.update(&record, "ADD c2018 :tenths", delivered, None).await.expect("delivered");
        wire.go_on.notify_one();
    });
    merged.expect("one person");
    let left = table.get_item(&record, true).await.expect("an answer").expect("hours of somebody unknown");
    let mut names: Vec<&str> = left.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["c2018", "pk", "s2018", "sk"]);
    let totals = people::totals(&world.app, &wrong.person, 2026).await.expect("totals");
    let of_2018 = totals.iter().find(|(year, _)| *year == 2018).map(|(_, totals)| *totals).expect("a year");
    assert_eq!((of_2018.common, of_2018.specialty), (Hours::whole(30), Hours::ZERO));
    assert_eq!(people::find(&world.app, &wrong.person).await.expect("an answer"), None);
}
