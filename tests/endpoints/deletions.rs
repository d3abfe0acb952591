//! What is deleted leaves its history, however it was deleted; and whoever takes that away too leaves a count that misses it,
//! before any checkpoint was taken.

use domain::contract::people::{MergePersonRequest, MovePeopleRequest};
use domain::contract::registrations::{CreateUnitRegistrationRequest, RegistrationRow};
use domain::contract::reviews::{ApproveRequest, DeleteReviewedRequest, RejectRequest};
use domain::contract::{
    ApproveRegistrations, CreateUnitRegistration, DeleteRegistrations, DeleteReviewed, MergePerson, MovePeople,
    RejectRegistrations, WithdrawRegistrations,
};
use domain::id::{DepartmentId, PersonId, RegistrationId, UnitId};
use domain::permission::Role;
use domain::review::Status;
use functions::store::keys::Key;
use functions::store::registrations::all_now;
use local::engine::{Delivery, Reply, Verdict, Wire};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_dynamo::AttributeValue;
use std::sync::atomic::{AtomicU32, Ordering};
use tests::audits::{Items, audit, without_history};
use tests::fixtures::{Member, batch, chief, department, done, form, identity, only, seen};
use tests::{Browser, World};

struct Scene<'w> {
    world: &'w World,
    unit: UnitId,
    departments: [DepartmentId; 2],
    chief: Browser<'w>,
    member: Member<'w>,
}

impl<'w> Scene<'w> {
    async fn of(world: &'w World) -> Self {
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let departments = [world.department(&unit, "护理部").await, world.department(&unit, "外科").await];
        Self {
            world,
            chief: world.administrator(9, "黄锋", chief(&unit)).await,
            member: world.professional(1, "韦丽琳", department(&unit, &departments[0])).await,
            departments,
            unit,
        }
    }

    /// A registration of that status.
    async fn one(&self, status: Status) -> RegistrationRow {
        let draft = self.member.drafts("甲").await;
        if status == Status::Draft {
            return draft;
        }
        let pending = self.member.submits(&draft, &self.unit).await;
        match status {
            Status::Draft | Status::Pending => pending,
            Status::Approved => {
                let (approved_hours, reason) = (String::new(), String::new());
                let request = ApproveRequest { items: vec![seen(&pending)], approved_hours, reason };
                done(only(&self.chief.call::<ApproveRegistrations>(&request).await.expect("a result")))
            }
            Status::Rejected => {
                let request = RejectRequest { items: vec![seen(&pending)], opinion: "材料不全".to_owned() };
                done(only(&self.chief.call::<RejectRegistrations>(&request).await.expect("a result")))
            }
        }
    }

    /// Whoever may delete it does so; what waits is withdrawn first.
    async fn delete(&self, row: &RegistrationRow) {
        let person = &self.member.browser;
        let answer = match row.status {
            Status::Approved => {
                let request = DeleteReviewedRequest { items: vec![seen(row)], reason: "材料有误".to_owned() };
                self.chief.call::<DeleteReviewed>(&request).await
            }
            Status::Pending => {
                let withdrawn = person.call::<WithdrawRegistrations>(&batch(&[row])).await.expect("a result");
                person.call::<DeleteRegistrations>(&batch(&[&done(only(&withdrawn))])).await
            }
            Status::Draft | Status::Rejected => person.call::<DeleteRegistrations>(&batch(&[row])).await,
        };
        answer.expect("a result");
    }

    /// A registration that the unit enters for the person with that number.
    async fn enters(&self, n: u32, title: &str) -> RegistrationRow {
        let identity_number = identity(n).expose().to_owned();
        let name = "覃志明".to_owned();
        let request = CreateUnitRegistrationRequest { identity_number, name, form: form(title) };
        self.chief.call::<CreateUnitRegistration>(&request).await.expect("a draft").row
    }

    /// The record turns out to be of the person with that number.
    async fn merges(&self, wrong: u32, right: u32) -> PersonId {
        let account = self.world.app.vault.account_id(Role::Professional, &identity(wrong).lookup_form());
        self.world.app.table.delete(&Key::account(&account)).await.expect("nobody has signed up with it");
        let person = self.world.app.vault.person_id(&identity(wrong));
        let request = MergePersonRequest { person, identity_number: identity(right).expose().to_owned() };
        self.chief.call::<MergePerson>(&request).await.expect("merged").row.id
    }
}

/// How many histories of a person have ended, as the count says.
fn ended(items: &Items, person: &PersonId) -> u32 {
    let count = items.get(&(format!("P#{person}"), "ENDED".to_owned()));
    match count.and_then(|count| count.get("n")) {
        Some(AttributeValue::N(text)) => text.parse().expect("a number"),
        _ => 0,
    }
}

fn told(items: &Items) -> Vec<String> {
    audit(items, "").findings.iter().map(ToString::to_string).collect()
}

/// Everything is as it was written, and would not be without the history of this one.
fn expect_missed(items: &Items, id: &RegistrationId) {
    assert_eq!(told(items), Vec::<String>::new());
    let (person, count) = (id.person(), ended(items, id.person()));
    let missed = format!("ended histories of person {person}: {} are there, {count} were written", count - 1);
    let found = told(&without_history(items, id));
    assert!(found.contains(&missed), "{found:?}, not {missed}");
}

#[tokio::test]
async fn whatever_is_deleted_in_any_way_is_missed_without_its_history() {
    let world = World::new().await;
    let scene = Scene::of(&world).await;
    for (number, status) in
        (1..).zip([Status::Draft, Status::Pending, Status::Rejected, Status::Approved, Status::Approved])
    {
        let row = scene.one(status).await;
        scene.delete(&row).await;
        assert_eq!(ended(&world.items(), row.id.person()), number, "{status:?}");
        expect_missed(&world.items(), &row.id);
    }

    // What a unit has entered, it deletes.
    let entered = scene.enters(30, "乙").await;
    scene.chief.call::<DeleteRegistrations>(&batch(&[&entered])).await.expect("a result");
    expect_missed(&world.items(), &entered.id);

    // What was merged into another record is gone from the first one, and is deleted there.
    let waiting = scene.enters(40, "丙").await;
    let right = scene.merges(40, 41).await;
    expect_missed(&world.items(), &waiting.id);
    let there = all_now(&world.app, &right).await.expect("registrations").remove(0).row();
    scene.chief.call::<DeleteRegistrations>(&batch(&[&there])).await.expect("a result");
    expect_missed(&world.items(), &there.id);
    let whole = world.items();
    let neither = without_history(&without_history(&whole, &waiting.id), &there.id);
    assert_eq!(told(&neither).len(), 2, "each record misses its own");
    assert_eq!(world.audited("", None).checked.deleted, 7);
}

/// The number was somebody's after all: what has gone from its record comes back to it.
#[tokio::test]
async fn what_goes_to_another_record_and_comes_back_is_whole() {
    let world = World::new().await;
    let scene = Scene::of(&world).await;
    let first = scene.enters(50, "甲").await;
    let other = scene.merges(50, 51).await;
    let again = scene.enters(50, "乙").await;
    assert_eq!(again.id.person(), first.id.person());
    assert_eq!(scene.merges(51, 50).await, *first.id.person());
    let back = all_now(&world.app, first.id.person()).await.expect("registrations");
    assert_eq!(back.iter().filter(|one| one.id == first.id).count(), 1);
    let items = world.items();
    assert_eq!(told(&items), Vec::<String>::new());
    assert_eq!((ended(&items, first.id.person()), ended(&items, &other)), (1, 1));

    let sort = |version: u32| format!("H#{}#{version:05}", first.id.serial());
    for (person, version) in [(first.id.person(), 1), (first.id.person(), 2), (&other, 3), (&other, 4)] {
        let mut items = items.clone();
        items.remove(&(format!("P#{person}"), sort(version))).expect("an entry");
        assert!(!told(&items).is_empty(), "entry {version} is missed");
    }
    scene.chief.call::<DeleteRegistrations>(&batch(&[&back[0].row(), &back[1].row()])).await.expect("a result");
    assert_eq!(ended(&world.items(), first.id.person()), 3);
    expect_missed(&world.items(), &again.id);
}

/// What somebody does next. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    Make(Status),
    Delete {
        which: usize,
    },
    /// The same one twice at the same moment, and two others beside it.
    DeleteAtOnce {
        which: usize,
    },
    Move {
        to: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let status =
        prop_oneof![Just(Status::Draft), Just(Status::Pending), Just(Status::Rejected), Just(Status::Approved)];
    prop_oneof![
        4 => status.prop_map(Step::Make),
        2 => any::<usize>().prop_map(|which| Step::Delete { which }),
        2 => any::<usize>().prop_map(|which| Step::DeleteAtOnce { which }),
        1 => (0_usize..2).prop_map(|to| Step::Move { to }),
    ]
}

async fn take(scene: &Scene<'_>, step: &Step, there: &mut Vec<RegistrationRow>, gone: &mut Vec<RegistrationId>) {
    let mut choose = |which: &usize| (!there.is_empty()).then(|| there.swap_remove(which % there.len()));
    match step {
        Step::Make(status) => there.push(scene.one(*status).await),
        Step::Delete { which } => {
            if let Some(row) = choose(which) {
                scene.delete(&row).await;
                gone.push(row.id);
            }
        }
        Step::DeleteAtOnce { which } => {
            let [one, two, three] = [choose(which), choose(which), choose(which)];
            let delete = async |row: &Option<RegistrationRow>| {
                if let Some(row) = row {
                    scene.delete(row).await;
                }
            };
            // Withdrawing the same one twice at once has one that loses.
            let twice = one.clone().filter(|row| row.status != Status::Pending);
            tokio::join!(delete(&one), delete(&two), delete(&three), delete(&twice));
            gone.extend([one, two, three].into_iter().flatten().map(|row| row.id));
        }
        Step::Move { to } => {
            let (people, to) = (vec![scene.member.person.clone()], Some(scene.departments[*to].clone()));
            let request = MovePeopleRequest { people, department: to };
            scene.chief.call::<MovePeople>(&request).await.expect("a result");
            // Everything that was there is at another version now.
            let all = all_now(&scene.world.app, &scene.member.person).await.expect("registrations");
            *there = all.iter().map(functions::store::registrations::Registration::row).collect();
        }
    }
}

/// Lets some transactions meet another one, and loses the reply of others.
#[derive(Debug, Default)]
struct BadWire(AtomicU32);

impl Wire for BadWire {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if operation == "TransactWriteItems" && self.0.fetch_add(1, Ordering::SeqCst) % 5 == 4 {
            return Verdict::Answer(Reply::transaction_cancelled(&["TransactionConflict", "None"]));
        }
        Verdict::Pass
    }

    fn after(&self, operation: &str, _: &[u8], reply: Reply) -> Delivery {
        if operation == "TransactWriteItems" && self.0.load(Ordering::SeqCst) % 7 == 3 {
            return Delivery::Lose;
        }
        Delivery::Deliver(reply)
    }
}

#[test]
fn in_whatever_order_things_are_deleted_all_of_them_are_counted_once() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut runner =
        TestRunner::new(Config { cases: 12, failure_persistence: None, max_shrink_iters: 16, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 1..30), |steps| {
        runtime.block_on(async {
            let world = World::over(BadWire::default()).await;
            let scene = Scene::of(&world).await;
            let (mut there, mut gone) = (Vec::new(), Vec::new());
            for step in &steps {
                take(&scene, step, &mut there, &mut gone).await;
            }
            let report = world.audited("", None);
            assert_eq!((report.findings, report.checked.deleted), (vec![], gone.len() as u64));
            assert_eq!(report.checked.registrations, there.len() as u64);
            let items = world.items();
            gone.iter().for_each(|id| expect_missed(&items, id));
        });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
