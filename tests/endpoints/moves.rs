//! Moves that are interrupted, and whoever comes next.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::contract::accounts::{ChangeEmployerRequest, ReadSessionRequest};
use domain::contract::people::{SearchPeopleRequest, TransferPersonRequest};
use domain::contract::unit_management::{DeleteDepartmentRequest, MoveTo};
use domain::contract::{ChangeEmployer, DeleteDepartment, ReadSession, SearchPeople, TransferPerson};
use domain::id::{IdempotencyKey, PersonId, RegistrationId, UnitId};
use domain::permission::{Actor, Scope};
use domain::registration::Claim;
use domain::review::Registrar;
use functions::idempotency::Repeat;
use functions::store::people;
use functions::store::registrations::{self, By, Registration};
use local::engine::{Delivery, Reply, Verdict, Wire};
use tests::World;
use tests::fixtures::{Member, chief, department, form};
use tests::world::NOW;

/// More than one transaction moves.
const REGISTRATIONS: u128 = 60;

/// Lets so many transactions pass, and loses all that come after them.
#[derive(Debug, Clone)]
struct Cut(Arc<AtomicU32>);

impl Cut {
    fn nothing() -> Self {
        Self(Arc::new(AtomicU32::new(u32::MAX)))
    }

    fn after(&self, transactions: u32) {
        self.0.store(transactions, Ordering::SeqCst);
    }
}

impl Wire for Cut {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if operation != "TransactWriteItems" {
            return Verdict::Pass;
        }
        let left = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { Verdict::Pass } else { Verdict::Lose }
    }

    fn after(&self, _: &str, _: &[u8], reply: Reply) -> Delivery {
        Delivery::Deliver(reply)
    }
}

async fn has_drafts(world: &World, member: &Member<'_>, employer: &Scope) {
    let person = people::find(&world.app, &member.person).await.expect("a read").expect("a person");
    assert_eq!(person.employer, *employer);
    let account = world.app.vault.account_id(domain::permission::Role::Professional, &member.identity.lookup_form());
    let actor = Actor::Professional { account, person: person.id.clone() };
    let repeat = Repeat::as_stored(IdempotencyKey::from_bits(1), String::new());
    let by = By { actor: &actor, name: person.name.clone(), repeat: &repeat, at: NOW };
    let rules = functions::store::rules::today(&world.app).await.expect("rules");
    let claim: Claim = form("早先的登记")
        .parse(rules.table(), time::Date::from_calendar_date(2026, time::Month::November, 20).expect("a date"))
        .expect("a claim");
    let drafts: Vec<Registration> = (0..REGISTRATIONS)
        .map(|n| {
            let id = RegistrationId::new(person.id.clone(), &IdempotencyKey::from_bits(n + 2));
            Registration::draft(id, &person, Registrar::Person, claim.clone(), Vec::new(), NOW)
        })
        .collect();
    for some in drafts.chunks(40) {
        assert!(registrations::create_all(&world.app, some.to_vec(), &by, Vec::new()).await.expect("stored"));
    }
}

/// How many of the person's registrations belong to a unit.
async fn at(world: &World, person: &PersonId, unit: &UnitId) -> usize {
    let all = registrations::all_now(&world.app, person).await.expect("a read");
    all.iter().filter(|one| one.employer.unit == *unit).count()
}

/// Somebody with many drafts, moved from the first unit to the second one and cut off after the first transaction.
async fn cut_off<'w>(world: &'w World, cut: &Cut, units: [&UnitId; 2]) -> Member<'w> {
    let member = world.professional(1, "韦丽琳", chief(units[0])).await;
    has_drafts(world, &member, &chief(units[0])).await;
    cut.after(1);
    let request = ChangeEmployerRequest { unit: units[1].clone(), department: None };
    let refused = member.browser.call::<ChangeEmployer>(&request).await.expect_err("nothing passes any more");
    assert_eq!(refused.code(), "timed_out");
    assert!(at(world, &member.person, units[0]).await > 0, "some are left behind");
    cut.after(u32::MAX);
    member
}

#[tokio::test]
async fn what_a_move_left_behind_comes_along_when_the_person_comes_by() {
    let cut = Cut::nothing();
    let world = World::over(cut.clone()).await;
    let units = [world.unit(1, "南宁市第一人民医院", false).await, world.unit(2, "南宁市第二人民医院", false).await];
    let member = cut_off(&world, &cut, [&units[0], &units[1]]).await;
    member.browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session");
    assert_eq!(at(&world, &member.person, &units[1]).await, 60);
    assert_eq!(world.audited("", None).findings, []);
}

#[tokio::test]
async fn what_a_move_left_behind_comes_along_when_the_unit_looks_at_its_people() {
    let cut = Cut::nothing();
    let world = World::over(cut.clone()).await;
    let units = [world.unit(1, "南宁市第一人民医院", false).await, world.unit(2, "南宁市第二人民医院", false).await];
    let of_second = world.administrator(9, "黄锋", chief(&units[1])).await;
    let member = cut_off(&world, &cut, [&units[0], &units[1]]).await;
    of_second.call::<SearchPeople>(&SearchPeopleRequest::default()).await.expect("people");
    assert_eq!(at(&world, &member.person, &units[1]).await, 60);
}

#[tokio::test]
async fn the_next_move_takes_along_what_the_one_before_left_behind() {
    let cut = Cut::nothing();
    let world = World::over(cut.clone()).await;
    let units = [world.unit(1, "南宁市第一人民医院", false).await, world.unit(2, "南宁市第二人民医院", false).await];
    let third = world.unit(3, "南宁市第三人民医院", false).await;
    let of_second = world.administrator(9, "黄锋", chief(&units[1])).await;
    let member = cut_off(&world, &cut, [&units[0], &units[1]]).await;
    let request = TransferPersonRequest { person: member.person.clone(), unit: third.clone() };
    of_second.call::<TransferPerson>(&request).await.expect("moved on");
    assert_eq!(at(&world, &member.person, &third).await, 60);
    let person = people::find(&world.app, &member.person).await.expect("a read").expect("a person");
    assert_eq!(person.moving, None, "nothing is left of either");
}

#[tokio::test]
async fn who_has_much_leaves_a_department_that_is_deleted_with_all_of_it() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let account = world.unit_account(1, &unit).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    has_drafts(&world, &member, &department(&unit, &nursing)).await;
    let request = DeleteDepartmentRequest { id: nursing.clone(), move_to: Some(MoveTo { department: None }) };
    account.call::<DeleteDepartment>(&request).await.expect("moved");
    account.call::<DeleteDepartment>(&request).await.expect("deleted");
    let all = registrations::all_now(&world.app, &member.person).await.expect("a read");
    assert_eq!(all.iter().filter(|one| one.employer == chief(&unit)).count(), 60);
}

/// A registration that belongs elsewhere than its person is found.
#[tokio::test]
async fn the_audit_sees_what_was_left_behind_without_a_move_on_record() {
    let cut = Cut::nothing();
    let world = World::over(cut.clone()).await;
    let units = [world.unit(1, "南宁市第一人民医院", false).await, world.unit(2, "南宁市第二人民医院", false).await];
    let member = cut_off(&world, &cut, [&units[0], &units[1]]).await;
    assert_eq!(world.audited("", None).findings, [], "the move is on record");
    let person = people::find(&world.app, &member.person).await.expect("a read").expect("a person");
    people::end_move(&world.app, &member.person, &person.moving.expect("a move")).await.expect("forgotten");
    let findings = world.audited("", None).findings;
    assert!(!findings.is_empty() && findings.iter().all(|one| one.what == "belongs elsewhere than its person"));
}
