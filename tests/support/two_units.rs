//! A unit that is there twice, with many people, and what must hold once the two are one: nothing lost, nothing twice, and
//! everything exactly where it belongs.

use std::collections::HashMap;

use domain::category::CategoryTable;
use domain::contract::directory::{MergeUnitsRequest, UnitsMerged};
use domain::contract::registrations::Happening;
use domain::contract::{CreateRegistration, Endpoint, MergeUnits};
use domain::hours::Hours;
use domain::id::{AccountId, DepartmentId, IdempotencyKey, PersonId, RegistrationId, UnitId};
use domain::permission::{Actor, Scope};
use domain::registration::Claim;
use domain::review::{Registrar, Stage, State};
use functions::http::request::{self, KEY_HEADER};
use functions::idempotency::Repeat;
use functions::store::history;
use functions::store::keys::{
    BY_DEPARTMENT_PARTITION, BY_REGISTRAR_DEPARTMENT_PARTITION, BY_REGISTRAR_PARTITION, BY_UNIT_PARTITION,
    StatusPartition, entered_partition, people_partition, specialty_tenths,
};
use functions::store::people::Person;
use functions::store::registrations::{self, By, Registration};
use functions::store::table::{Change, Item, number, parse};
use http::{HeaderMap, HeaderValue};
use local::seed::Dice;

use crate::fixtures::{chief, department, form, identity};
use crate::world::NOW;
use crate::{Browser, World};

/// Hours of each registration, and the year that all are credited to.
const HOURS: u32 = 16;
const YEAR: i32 = 2018;
/// More than one transaction moves.
const OF_THE_BUSIEST: usize = 60;

/// Two units that are one, and a third with whom both have to do.
pub struct TwoUnits {
    pub from: UnitId,
    pub into: UnitId,
    pub third: UnitId,
    /// What the departments of `from` are in `into` afterwards; `None`: of `from`'s alone.
    departments: Vec<(DepartmentId, Option<DepartmentId>)>,
    registrations: HashMap<RegistrationId, Registration>,
    people: HashMap<PersonId, Scope>,
    administrators: Vec<(AccountId, Option<DepartmentId>)>,
}

impl TwoUnits {
    /// Stores them with so many people of `from`, half as many of `into`, and a tenth as many of the third unit.
    pub async fn with(world: &World, people: usize) -> Self {
        let from = world.unit(1, "南宁市第一人民医院", false).await;
        let into = world.unit(2, "南宁市第一人民医院（新）", false).await;
        let third = world.unit(3, "南宁市卫生健康委员会", false).await;
        let nursing = (world.department(&from, "护理部").await, Some(world.department(&into, "护理部").await));
        let surgery = (world.department(&from, "外科").await, None);
        let mut two = Self {
            departments: vec![nursing, surgery],
            registrations: HashMap::new(),
            people: HashMap::new(),
            administrators: Vec::new(),
            from,
            into,
            third,
        };
        two.appoint(world).await;
        let mut dice = Dice::new(17);
        for n in 0..people {
            let of = two.departments.get(dice.below(3)).map(|(id, _)| id.clone());
            let employer = Scope { unit: two.from.clone(), department: of };
            let count = if n == 3 { OF_THE_BUSIEST } else { 1 + dice.below(4) };
            two.store(world, n, employer, count, &mut dice).await;
        }
        for n in people..people + people / 2 {
            let of = two.departments[0].1.clone().filter(|_| dice.in_hundred(50));
            two.store(world, n, Scope { unit: two.into.clone(), department: of }, 2, &mut dice).await;
        }
        for n in people + people / 2..people + people / 2 + people / 10 {
            two.store(world, n, chief(&two.third), 3, &mut dice).await;
        }
        two
    }

    pub fn people(&self) -> usize {
        self.people.len()
    }

    pub fn registrations(&self) -> usize {
        self.registrations.len()
    }

    async fn appoint(&mut self, world: &World) {
        let of = |one: &Option<DepartmentId>| match one {
            None => chief(&self.from),
            Some(one) => department(&self.from, one),
        };
        let of_from = [None, Some(self.departments[0].0.clone()), Some(self.departments[1].0.clone())];
        let mut administrators = Vec::new();
        for (n, one) in (9_001..).zip(of_from) {
            administrators.push((world.appointed(n, "管理员", of(&one)).await.id, one));
        }
        world.appointed(9_010, "黄锋", chief(&self.into)).await;
        self.administrators = administrators;
    }

    /// One person with some registrations, each lying anywhere that one can lie.
    async fn store(&mut self, world: &World, n: usize, employer: Scope, count: usize, dice: &mut Dice) {
        let n = u32::try_from(n).expect("a small number");
        let person = Person::new(&world.app.vault, format!("人员{n:04}"), &identity(n), None, employer.clone());
        let drafts: Vec<Registration> = (0..count).map(|_| self.registration(&person, dice)).collect();
        let approved = drafts.iter().filter(|one| matches!(one.state, State::Approved { .. })).count();
        let mut put = person.put().expect("an item");
        if let Change::Set { item, .. } = &mut put
            && approved > 0
        {
            let tenths = i64::try_from(approved).expect("a small number") * i64::from(HOURS) * 10;
            item.insert(specialty_tenths(YEAR), number(tenths));
        }
        world.app.table.transact(vec![put]).await.expect("a new person");
        let account = AccountId::from_bits(1);
        let actor = Actor::Professional { account, person: person.id.clone() };
        let repeat = repeat();
        let by = By { actor: &actor, name: person.name.clone(), repeat: &repeat, at: NOW };
        for some in drafts.chunks(40) {
            let stored = registrations::create_all(&world.app, some.to_vec(), &by, Vec::new()).await;
            assert!(stored.expect("a transaction"), "they are new");
        }
        self.people.insert(person.id, employer);
        self.registrations.extend(drafts.into_iter().map(|one| (one.id.clone(), one)));
    }

    fn registration(&self, person: &Person, dice: &mut Dice) -> Registration {
        let serial = IdempotencyKey::from_bits(u128::from(dice.bits()) << 64 | u128::from(dice.bits()));
        let id = RegistrationId::new(person.id.clone(), &serial);
        let entered = dice.in_hundred(30);
        let registrar = match entered {
            true => Registrar::Unit { unit: person.employer.unit.clone(), name: "登记的单位".to_owned() },
            false => Registrar::Person,
        };
        let claim: Claim = form("培训").parse(CategoryTable::built_in(), NOW.date()).expect("a claim");
        let draft = Registration::draft(id, person, registrar, claim, Vec::new(), NOW);
        let state = match dice.below(5) {
            0 => return draft,
            1 => State::SUBMITTED,
            2 => State::Pending { stage: Stage::Final, proposed_hours: None },
            3 => State::Approved { approved_hours: Hours::whole(HOURS) },
            _ => State::Rejected { opinion: "材料不全".to_owned() },
        };
        // With the own unit, or with any of the three.
        let place = match dice.below(6) {
            0 => chief(&self.third),
            1 if person.employer.unit != self.into => chief(&self.into),
            2 if person.employer.unit != self.from => chief(&self.from),
            _ => person.employer.clone(),
        };
        Registration {
            state,
            place,
            reviewing_unit: Some("审核的单位".to_owned()),
            submitted_at: Some(NOW),
            decided_at: Some(NOW),
            ..draft
        }
    }

    /// Where somebody of the two belongs afterwards.
    fn scope_after(&self, before: &Scope) -> Scope {
        if before.unit != self.from {
            return before.clone();
        }
        let known = |id: &DepartmentId| self.departments.iter().find(|(one, _)| one == id);
        let of = before.department.as_ref().and_then(known).map(|(own, same)| same.clone().unwrap_or(own.clone()));
        Scope { unit: self.into.clone(), department: of }
    }

    /// What a registration must have become, and whether it must have moved.
    fn after(&self, before: &Registration) -> (Registration, bool) {
        let employer = self.scope_after(&before.employer);
        let of_two = |unit: &UnitId| *unit == self.from || *unit == self.into;
        let stays_where_it_was = before.employer.unit == self.into && before.place.unit == self.into;
        let place = match before.state {
            State::Draft => employer.clone(),
            _ if stays_where_it_was => before.place.clone(),
            _ if !of_two(&before.place.unit) => before.place.clone(),
            _ if employer.unit == self.into => employer.clone(),
            _ => chief(&self.into),
        };
        let changes = employer != before.employer || place != before.place;
        (Registration { employer, place, ..before.clone() }, changes)
    }

    /// Panics unless everything is where it belongs after a merge, exactly once. Reads the whole table.
    pub async fn assert_merged(&self, world: &World) {
        let items = scan(world).await;
        let mut found = 0;
        let (mut people, mut tenths, mut approved) = (0, 0, 0);
        for item in &items {
            let of_from =
                |name: &str| attribute(item, name).is_some_and(|at| at.starts_with(&format!("U#{}#", self.from)));
            let indexed =
                [BY_UNIT_PARTITION, BY_DEPARTMENT_PARTITION, BY_REGISTRAR_PARTITION, BY_REGISTRAR_DEPARTMENT_PARTITION];
            assert!(!indexed.into_iter().any(of_from), "something is listed for the unit that is gone: {item:?}");
            let sort = attribute(item, "sk").expect("a key");
            if sort == "PERSON" {
                people += 1;
                tenths += self.check_person(item);
            } else if sort.starts_with("R#") {
                found += 1;
                approved += self.check_registration(world, item).await;
            }
        }
        assert_eq!((people, found), (self.people.len(), self.registrations.len()));
        assert_eq!(tenths, approved * i64::from(HOURS) * 10, "totals are the sum of what is approved");
        self.check_administrators(world).await;
    }

    fn check_person(&self, item: &Item) -> i64 {
        let person: Person = parse(item.clone()).expect("a person");
        let employer = self.scope_after(&self.people[&person.id]);
        assert_eq!(person.employer, employer);
        assert_eq!(attribute(item, BY_UNIT_PARTITION), Some(people_partition(&chief(&employer.unit))));
        let of_department = employer.department.is_some().then(|| people_partition(&employer));
        assert_eq!(attribute(item, BY_DEPARTMENT_PARTITION), of_department);
        let tenths = item.get(&specialty_tenths(YEAR)).and_then(|value| value.as_n().ok());
        tenths.map_or(0, |tenths| tenths.parse().expect("a number"))
    }

    async fn check_registration(&self, world: &World, item: &Item) -> i64 {
        let now: Registration = parse(item.clone()).expect("a registration");
        let before = &self.registrations[&now.id];
        let (after, moved) = self.after(before);
        assert_eq!(
            (&now.employer, &now.place, &now.state),
            (&after.employer, &after.place, &after.state),
            "{:?}",
            before.id
        );
        let stage = if let State::Pending { stage, .. } = now.state { Some(stage) } else { None };
        let status_partition = StatusPartition::of(now.state.status(), stage);
        assert_eq!(attribute(item, BY_UNIT_PARTITION), Some(status_partition.partition(&chief(&now.place.unit))));
        let of_department = now.place.department.is_some().then(|| status_partition.partition(&now.place));
        assert_eq!(attribute(item, BY_DEPARTMENT_PARTITION), of_department);
        let entered = matches!(&before.registrar, Registrar::Unit { .. });
        let listed = entered.then(|| entered_partition(&chief(&now.employer.unit)));
        assert_eq!(attribute(item, BY_REGISTRAR_PARTITION), listed, "who has entered it finds it");
        let entries = history::of(&world.app, &now.id).await.expect("a history");
        let moves = entries.iter().filter(|entry| entry.happening == Happening::Moved).count();
        assert_eq!((entries.len(), moves), (1 + usize::from(moved), usize::from(moved)), "it moves once");
        assert_eq!(now.version, u32::try_from(entries.len()).expect("a small number"));
        let last = entries.last().expect("an entry").put(&now.id, now.version).expect("an item").1.to_string();
        assert_eq!(now.history_hash, last, "the chain holds");
        i64::from(matches!(now.state, State::Approved { .. }))
    }

    async fn check_administrators(&self, world: &World) {
        use functions::store::{accounts, administrators};
        let there = administrators::all(&world.app, &self.into).await.expect("a list");
        assert_eq!(there.len(), 1 + self.administrators.len());
        assert!(administrators::all(&world.app, &self.from).await.expect("a list").is_empty());
        for (id, before) in &self.administrators {
            let scope = self.scope_after(&Scope { unit: self.from.clone(), department: before.clone() });
            let account = accounts::find(&world.app, id).await.expect("a read").expect("an account");
            let record = there.iter().find(|one| one.id == *id).expect("an administrator");
            assert_eq!((account.scope.as_ref(), account.enabled), (Some(&scope), false));
            assert_eq!((&record.department, record.may_sign_in), (&scope.department, false));
        }
    }
}

fn repeat() -> Repeat {
    let key = IdempotencyKey::from_bits(functions::crypto::vault::random_bits());
    let value = HeaderValue::from_str(key.as_str()).expect("a header");
    request::repeat_of(
        &CreateRegistration::ROW,
        &HeaderMap::from_iter([(http::HeaderName::from_static(KEY_HEADER), value)]),
        b"",
    )
    .expect("a key")
}

fn attribute(item: &Item, name: &str) -> Option<String> {
    item.get(name).and_then(|value| value.as_s().ok()).cloned()
}

async fn scan(world: &World) -> Vec<Item> {
    let client = local::engine::client(&world.engine);
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = client.scan().table_name("xueshi").set_exclusive_start_key(after).send().await.expect("a scan");
        all.extend(page.items.unwrap_or_default());
        match page.last_evaluated_key {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

/// The operator who merges.
pub async fn operator(world: &World) -> Browser<'_> {
    world.operator("huang.feng").await.browser
}

pub fn request(from: &UnitId, into: &UnitId) -> MergeUnitsRequest {
    MergeUnitsRequest { from: from.clone(), into: into.clone() }
}

/// Goes on until everything has come over.
pub async fn to_the_end(operator: &Browser<'_>, from: &UnitId, into: &UnitId) {
    for _ in 0..1_000 {
        operator.world.app.clock.advance_seconds(5);
        if let UnitsMerged::Merged { .. } = operator.call::<MergeUnits>(&request(from, into)).await.expect("a part") {
            return;
        }
    }
    panic!("merging does not come to an end");
}
