//! Whatever is changed, removed, added or rewritten of what is on record, the audit finds it; and it finds nothing where
//! nothing was.

use domain::contract::people::{MergePersonRequest, MovePeopleRequest, TransferPersonRequest};
use domain::contract::registrations::{RegistrationRow, UpdateRegistrationRequest};
use domain::contract::reviews::{ApproveRequest, DeleteReviewedRequest, RejectRequest, RevealIdentityRequest};
use domain::contract::{
    ApproveRegistrations, CreateDepartment, CreateUnitRegistration, DeleteDepartment, DeleteRegistrations,
    DeleteReviewed, MergePerson, MovePeople, RejectRegistrations, RevealIdentity, TransferPerson, UndoDecisions,
    UpdateDepartment, UpdateRegistration, WithdrawRegistrations,
};
use domain::contract::{registrations, unit_management};
use domain::id::{DepartmentId, UnitId};
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;
use domain::unit::DepartmentForm;
use functions::audit::checkpoints::Checkpoints;
use functions::store::entry_digest::{ENTRY_DIGEST, EntryDigest};
use functions::store::keys::{Key, Kind};
use functions::store::registrations::all_now;
use local::seed::Dice;
use serde_dynamo::{AttributeValue, Item};
use tests::audits::{Items, audit, key_of};
use tests::fixtures::{Member, batch, chief, department, done, form, identity, only, seen};
use tests::platform::{Machine, completed, retracted};
use tests::{Browser, World};

const DAMAGES: u64 = 1_000;
const STACK_BYTES: usize = 32 << 20;

fn on_a_thread_of_its_own(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).expect("a thread").join().expect("no mistake");
}

fn block_on<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

async fn approve(browser: &Browser<'_>, row: &RegistrationRow, hours: &str) -> RegistrationRow {
    let reason = if hours.is_empty() { String::new() } else { "超出规定的上限".to_owned() };
    let request = ApproveRequest { items: vec![seen(row)], approved_hours: hours.to_owned(), reason };
    done(only(&browser.call::<ApproveRegistrations>(&request).await.expect("a result")))
}

/// Everybody who has a hand in what happens.
struct Scene<'w> {
    world: &'w World,
    hospital: UnitId,
    university: UnitId,
    nursing: Scope,
    surgery: DepartmentId,
    head_nurse: Browser<'w>,
    chief: Browser<'w>,
    professor: Browser<'w>,
    account: Browser<'w>,
    platform: Machine<'w>,
}

impl<'w> Scene<'w> {
    async fn of(world: &'w World) -> Self {
        let hospital = world.unit(1, "南宁市第一人民医院", true).await;
        let university = world.unit(2, "广西民族大学", false).await;
        let nursing = department(&hospital, &world.department(&hospital, "护理部").await);
        Self {
            head_nurse: world.administrator(8, "陆晓婷", nursing.clone()).await,
            nursing,
            surgery: world.department(&hospital, "外科").await,
            chief: world.administrator(9, "黄锋", chief(&hospital)).await,
            professor: world.administrator(10, "梁燕", chief(&university)).await,
            account: world.unit_account(1, &hospital).await,
            platform: world.platform(1).await,
            world,
            hospital,
            university,
        }
    }

    /// What happens to the registrations of one of the hospital's people.
    async fn somebody(&self, n: u32) -> Member<'w> {
        let member = self.world.professional(n, "韦丽琳", self.nursing.clone()).await;
        let pending = member.submits(&member.drafts("甲").await, &self.hospital).await;
        self.world.app.clock.advance_seconds(300);
        approve(&self.chief, &pending, "").await;

        let pending = member.submits(&member.drafts("乙").await, &self.hospital).await;
        self.chief.call::<RevealIdentity>(&RevealIdentityRequest { id: pending.id.clone() }).await.expect("a number");
        let reject = RejectRequest { items: vec![seen(&pending)], opinion: "材料不全".to_owned() };
        let rejected = done(only(&self.chief.call::<RejectRegistrations>(&reject).await.expect("a result")));
        let update =
            UpdateRegistrationRequest { id: rejected.id.clone(), version: rejected.version, form: form("乙二") };
        let draft = member.browser.call::<UpdateRegistration>(&update).await.expect("a draft");
        let approved = approve(&self.chief, &member.submits(&draft, &self.hospital).await, "").await;
        let undone = self.chief.call::<UndoDecisions>(&batch(&[&approved])).await.expect("a result");
        let approved = approve(&self.chief, &done(only(&undone)), "12").await;
        if n.is_multiple_of(2) {
            let delete = DeleteReviewedRequest {
                items: vec![seen(&approved)],
                reason: "登记到了错误的单位".to_owned(),
            };
            self.chief.call::<DeleteReviewed>(&delete).await.expect("a result");
        }

        // Two stages: the first one only, or both.
        let pending = member.submits(&member.drafts("丁").await, &self.hospital).await;
        let passed = approve(&self.head_nurse, &pending, "8").await;
        if n.is_multiple_of(2) {
            approve(&self.chief, &passed, "").await;
        }
        let pending = member.submits(&member.drafts("丙").await, &self.university).await;
        if n.is_multiple_of(3) {
            approve(&self.professor, &pending, "8").await;
        } else {
            let withdrawn = member.browser.call::<WithdrawRegistrations>(&batch(&[&pending])).await.expect("a result");
            let delete = batch(&[&done(only(&withdrawn))]);
            member.browser.call::<DeleteRegistrations>(&delete).await.expect("a result");
        }
        // Deleted as it was typed, and as it was rejected.
        let mut unwanted = vec![member.drafts("己").await];
        if n.is_multiple_of(4) {
            let pending = member.submits(&member.drafts("庚").await, &self.hospital).await;
            let reject = RejectRequest { items: vec![seen(&pending)], opinion: "材料不全".to_owned() };
            unwanted.push(done(only(&self.chief.call::<RejectRegistrations>(&reject).await.expect("a result"))));
        }
        let delete = batch(&unwanted.iter().collect::<Vec<_>>());
        member.browser.call::<DeleteRegistrations>(&delete).await.expect("a result");
        let course = format!("C-{n}");
        self.platform.delivers(completed(&course, 1, &member.identity, "10")).await;
        if n.is_multiple_of(4) {
            self.platform.delivers(retracted(&course, 2)).await;
        }
        member
    }

    /// What a unit's own account and its chief do.
    async fn events(&self, member: &Member<'_>, n: u32) {
        let form = DepartmentForm { name: format!("第 {n} 病区"), remarks: String::new() };
        let added = self.account.call::<CreateDepartment>(&form).await.expect("a department");
        let form = DepartmentForm { name: format!("第 {n} 住院病区"), remarks: String::new() };
        let update = unit_management::UpdateDepartmentRequest { id: added.id, version: added.version, form };
        let changed = self.account.call::<UpdateDepartment>(&update).await.expect("a department");
        let delete = unit_management::DeleteDepartmentRequest { id: changed.id, move_to: None };
        self.account.call::<DeleteDepartment>(&delete).await.expect("it is empty");
        let people = vec![member.person.clone()];
        let to_surgery = MovePeopleRequest { people, department: Some(self.surgery.clone()) };
        self.chief.call::<MovePeople>(&to_surgery).await.expect("a result");
    }

    async fn leaves(&self, member: &Member<'_>) {
        let request = TransferPersonRequest { person: member.person.clone(), unit: self.university.clone() };
        self.chief.call::<TransferPerson>(&request).await.expect("moved");
    }

    /// Somebody entered under a mistyped number, with something approved under both, and what waits.
    async fn mistyped(&self, n: u32) {
        let number = |n: u32| identity(n).expose().to_owned();
        let entering = |n: u32, title: &str| registrations::CreateUnitRegistrationRequest {
            identity_number: number(n),
            name: "覃志明".to_owned(),
            form: form(title),
        };
        let submit = |row: &RegistrationRow| registrations::SubmitRequest {
            items: vec![seen(row)],
            unit: self.hospital.clone(),
        };
        let mut wrong = None;
        for (n, title) in [(n, "双份"), (n + 1, "双份"), (n, "丁"), (n, "戊")] {
            let entered = self.chief.call::<CreateUnitRegistration>(&entering(n, title)).await.expect("a draft");
            let answer = self.chief.call::<domain::contract::SubmitRegistrations>(&submit(&entered.row)).await;
            let pending = done(only(&answer.expect("a result")));
            if title != "戊" {
                approve(&self.chief, &pending, "").await;
            }
            wrong = wrong.or(Some(entered.row.id.person().clone()));
        }
        let account = self.world.app.vault.account_id(Role::Professional, &identity(n).lookup_form());
        self.world.app.table.delete(&Key::account(&account)).await.expect("nobody has signed up with it");
        let person = wrong.expect("a person");
        let request = MergePersonRequest { person, identity_number: number(n + 1) };
        let merged = self.chief.call::<MergePerson>(&request).await.expect("merged");

        // One of what came over is deleted.
        let there = all_now(&self.world.app, &merged.row.id).await.expect("registrations");
        let came = there.iter().find(|one| one.title == "丁").expect("it came");
        let delete =
            DeleteReviewedRequest { items: vec![seen(&came.row())], reason: "登记到了错误的单位".to_owned() };
        self.chief.call::<DeleteReviewed>(&delete).await.expect("a result");
    }
}

/// What is on record after all of it, and two checkpoints of before.
struct Recorded {
    items: Items,
    checkpoints: String,
    /// Until when the last of them reaches.
    until: Timestamp,
}

async fn recorded() -> Recorded {
    let world = World::new().await;
    let scene = Scene::of(&world).await;
    let mut members = Vec::new();
    let mut checkpoints = String::new();
    for half in 0..3 {
        for n in 0..4 {
            let member = scene.somebody(100 + 10 * half + n).await;
            scene.events(&member, 10 * half + n).await;
            members.push(member);
        }
        scene.mistyped(200 + 10 * half).await;
        scene.leaves(&members[(4 * half) as usize]).await;
        if half < 2 {
            world.app.clock.advance_seconds(600);
            let report = world.audited(&checkpoints, Some(world.app.clock.now()));
            assert_eq!((report.findings, report.checked.checkpoints), (vec![], u64::from(half)));
            checkpoints += &report.checkpoint.expect("one was asked for").line();
            checkpoints.push('\n');
        }
    }
    let report = world.audited(&checkpoints, None);
    assert_eq!(report.findings, [], "{}", report.checked);
    assert_eq!(report.checked.checkpoints, 2);
    assert!(report.checked.entries > 200 && report.checked.events > 60, "{}", report.checked);
    let until = Checkpoints::read(&checkpoints).list.last().expect("two of them").until;
    let items = world.items().into_iter().filter(|((partition, sort), _)| Kind::of(partition, sort).is_some());
    Recorded { items: items.collect(), checkpoints, until }
}

fn is_entry((partition, sort): &(String, String)) -> bool {
    matches!(Kind::of(partition, sort), Some(Kind::History { .. } | Kind::AuditEvent { .. }))
}

fn is_count((partition, sort): &(String, String)) -> bool {
    matches!(Kind::of(partition, sort), Some(Kind::Ended { .. } | Kind::DeedsCount { .. }))
}

fn number(item: &Item, attribute: &str) -> u128 {
    match item.get(attribute) {
        Some(AttributeValue::N(text)) => text.parse().expect("a number"),
        other => panic!("{attribute} is {other:?}"),
    }
}

fn at(item: &Item) -> i64 {
    match item.get("at") {
        Some(AttributeValue::N(text)) => text.parse().expect("an instant"),
        other => panic!("at is {other:?}"),
    }
}

/// The keys of the entries of the history, or of the log, that an entry belongs to, in their order.
fn siblings(items: &Items, key: &(String, String)) -> Vec<(String, String)> {
    let same = |other: &(String, String)| match (Kind::of(&key.0, &key.1), Kind::of(&other.0, &other.1)) {
        (Some(Kind::History { serial, .. }), Some(Kind::History { serial: another, .. })) => serial == another,
        (Some(Kind::AuditEvent { .. }), Some(Kind::AuditEvent { .. })) => true,
        _ => false,
    };
    let mut keys: Vec<_> = items.keys().filter(|other| other.0 == key.0 && same(other)).cloned().collect();
    keys.sort_by_key(|key| (at(&items[key]), key.1.clone()));
    keys
}

/// All texts and numbers of an item.
fn leaves(item: &mut Item) -> Vec<(bool, &mut String)> {
    fn of<'v>(value: &'v mut AttributeValue, found: &mut Vec<(bool, &'v mut String)>) {
        match value {
            AttributeValue::S(text) if !text.is_empty() => found.push((false, text)),
            AttributeValue::N(text) => found.push((true, text)),
            AttributeValue::M(values) => values.values_mut().for_each(|value| of(value, found)),
            AttributeValue::L(values) => values.iter_mut().for_each(|value| of(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    item.inner_mut().values_mut().for_each(|value| of(value, &mut found));
    found.sort();
    found
}

/// One byte of a text or number becomes another one.
fn change_a_byte(item: &mut Item, dice: &mut Dice) {
    let mut leaves = leaves(item);
    let chosen = dice.below(leaves.len());
    let (is_number, text) = &mut leaves[chosen];
    let mut characters: Vec<char> = text.chars().collect();
    let position = dice.below(characters.len());
    let before = characters[position];
    // The lowest bit lies in the last byte of every character.
    let other = || char::from_u32(u32::from(before) ^ 1).expect("beside every character is another");
    characters[position] = match before.to_digit(10) {
        Some(digit) if *is_number => char::from_digit((digit + 1 + dice.below(9) as u32) % 10, 10).expect("a digit"),
        _ => other(),
    };
    **text = characters.into_iter().collect();
}

fn put(items: &mut Items, item: Item) {
    items.insert(key_of(&item), item);
}

/// The item under another key.
fn under(item: &Item, (partition, sort): (String, String)) -> Item {
    let mut item = item.clone();
    item.inner_mut().insert("pk".to_owned(), AttributeValue::S(partition));
    item.inner_mut().insert("sk".to_owned(), AttributeValue::S(sort));
    item
}

fn digest_anew(item: &mut Item) -> String {
    let digest = EntryDigest::of(item.inner()).to_string();
    item.inner_mut().insert(ENTRY_DIGEST.to_owned(), AttributeValue::S(digest.clone()));
    digest
}

/// Damages what is on record, and says how. `None`: the dice chose something to which this cannot be done.
fn damage(recorded: &Recorded, dice: &mut Dice) -> Option<(String, Items, String)> {
    let mut items = recorded.items.clone();
    let mut lines: Vec<String> = recorded.checkpoints.lines().map(str::to_owned).collect();
    let entries: Vec<_> = items.keys().filter(|key| is_entry(key)).cloned().collect();
    let key = dice.pick(&entries).clone();
    let item = items[&key].clone();
    let all = siblings(&items, &key);
    let is_history = matches!(Kind::of(&key.0, &key.1), Some(Kind::History { .. }));
    let is_covered = |key: &(String, String)| at(&recorded.items[key]) <= recorded.until.milliseconds();
    let registration = |key: &(String, String)| match Kind::of(&key.0, &key.1) {
        Some(Kind::History { serial, .. }) => (key.0.clone(), format!("R#{serial}")),
        _ => (key.0.clone(), "LOG".to_owned()),
    };
    let how = match dice.below(11) {
        0 | 1 => {
            let mut changed = item.clone();
            change_a_byte(&mut changed, dice);
            items.remove(&key);
            put(&mut items, changed);
            "a byte changed"
        }
        2 => {
            items.remove(&key);
            "removed"
        }
        3 => {
            let other = dice.pick(&entries).clone();
            if other == key {
                return None;
            }
            let (one, another) = (under(&items[&other], key.clone()), under(&item, other));
            put(&mut items, one);
            put(&mut items, another);
            "swapped with another"
        }
        4 => {
            let kept = dice.below(all.len());
            all[kept..].iter().for_each(|key| drop(items.remove(key)));
            "the tail cut"
        }
        5 => {
            // Of what nothing is left, and nothing was when the last checkpoint was taken, nobody can know.
            if items.remove(&registration(&key)).is_some() && !is_covered(&all[0]) {
                return None;
            }
            all.iter().for_each(|key| drop(items.remove(key)));
            "removed with all of its history or log"
        }
        6 => {
            let (partition, sort) = dice.pick(&entries).clone();
            let ending = match Kind::of(&partition, &sort) {
                Some(Kind::History { serial, version, .. }) => format!("H#{serial}#{:05}", version + 1),
                _ => format!("{sort}0"),
            };
            if items.contains_key(&(partition.clone(), ending.clone())) {
                return None;
            }
            let double = under(&item, (partition, ending));
            put(&mut items, double);
            "doubled under another key"
        }
        7 => {
            // Rewritten with care: all digests, and what is bound to them, are made anew.
            if !is_history || !is_covered(&key) {
                return None;
            }
            let from = all.iter().position(|one| *one == key).expect("it is among them");
            let mut digest = None;
            for key in &all[from..] {
                let rewritten = items.get_mut(key).expect("an entry");
                match digest.take() {
                    None => {
                        drop(rewritten.inner_mut().insert("actor".to_owned(), AttributeValue::S("某人".to_owned())))
                    }
                    Some(digest) => drop(rewritten.inner_mut().insert("before".to_owned(), AttributeValue::S(digest))),
                }
                digest = Some(digest_anew(rewritten));
            }
            if let (Some(registration), Some(digest)) = (items.get_mut(&registration(&key)), digest) {
                registration.inner_mut().insert("hh".to_owned(), AttributeValue::S(digest));
            }
            "rewritten with everything after it"
        }
        8 => {
            let counts: Vec<_> = items.keys().filter(|key| is_count(key)).cloned().collect();
            let count = items.get_mut(dice.pick(&counts)).expect("a count");
            let attribute = *dice.pick(&["n", "a", "b"]);
            let other = number(count, attribute) + 1 + dice.below(9) as u128;
            count.inner_mut().insert(attribute.to_owned(), AttributeValue::N(other.to_string()));
            "and elsewhere a count changed"
        }
        9 => {
            // A history or log, and the count that would miss it: what is left fits.
            let ended = (key.0.clone(), if is_history { "ENDED" } else { "LOG" }.to_owned());
            let is_counted = !is_history || !items.contains_key(&registration(&key));
            let count = items.get_mut(&ended).filter(|_| is_counted && is_covered(&all[0]))?;
            let counted = if is_history { &all[all.len() - 1..] } else { &all };
            for digest in counted.iter().map(|key| EntryDigest::of(recorded.items[key].inner())) {
                let [first, second] = digest.halves().map(u128::from);
                for (attribute, amount) in [("n", 1), ("a", first), ("b", second)] {
                    let left = number(count, attribute) - amount;
                    count.inner_mut().insert(attribute.to_owned(), AttributeValue::N(left.to_string()));
                }
            }
            all.iter().for_each(|key| drop(items.remove(key)));
            "removed with all of its history or log, and taken from their count"
        }
        _ => {
            let line = dice.below(lines.len());
            let mut characters: Vec<char> = lines[line].chars().collect();
            let position = dice.below(characters.len());
            characters[position] = char::from_u32(u32::from(characters[position]) ^ 1).expect("ASCII");
            lines[line] = characters.into_iter().collect();
            "a byte of a checkpoint changed"
        }
    };
    Some((format!("{} {}: {how}", key.0, key.1), items, lines.join("\n")))
}

/// Of what nothing tells, ADR 23 says why: a history that went together with its registration, or was written anew with all
/// that sums it up, after the last checkpoint. The dice are thrown again then.
#[test]
fn each_of_a_thousand_damages_is_found_and_what_is_whole_passes() {
    on_a_thread_of_its_own(|| {
        let recorded = block_on(recorded());
        assert_eq!(audit(&recorded.items, &recorded.checkpoints).findings, []);
        let share = |first: u64| {
            for seed in (first..DAMAGES).step_by(2) {
                let mut dice = Dice::new(seed);
                let (how, items, checkpoints) =
                    std::iter::repeat_with(|| damage(&recorded, &mut dice)).flatten().next().expect("a damage");
                assert!(audit(&items, &checkpoints).wrong() > 0, "seed {seed}, {how}: not found");
            }
        };
        std::thread::scope(|threads| {
            let other = threads.spawn(|| share(1));
            share(0);
            other.join().expect("every damage is found");
        });
    });
}

/// A total that is not the sum of its parts, a registration that says something else than its history, a line of the
/// checkpoints that is gone.
#[test]
fn what_does_not_fit_what_is_on_record_is_found_where_it_is() {
    on_a_thread_of_its_own(|| {
        let recorded = block_on(recorded());
        let find = |kind: fn(&Kind<'_>) -> bool, attribute: &str| {
            let mut found = recorded.items.iter();
            let is_one = |(partition, sort): &(String, String)| Kind::of(partition, sort).as_ref().is_some_and(kind);
            found.find(|(key, item)| is_one(key) && item.contains_key(attribute)).expect("one of them").0.clone()
        };
        let person = find(|kind| matches!(kind, Kind::Person { .. }), "s2018");
        let registration = find(|kind| matches!(kind, Kind::Registration { .. }), "hh");
        let count = find(|kind| matches!(kind, Kind::DeedsCount { .. }), "n");
        let ended = find(|kind| matches!(kind, Kind::Ended { .. }), "n");
        let changed = |key: &(String, String), attribute: &str, value: AttributeValue| {
            let mut items = recorded.items.clone();
            items.get_mut(key).expect("it is there").inner_mut().insert(attribute.to_owned(), value);
            audit(&items, &recorded.checkpoints).findings.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let number = |text: &str| AttributeValue::N(text.to_owned());
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let id = |key: &(String, String)| key.0[2..].to_owned();

        let told = changed(&person, "s2018", number("99999"));
        assert!(
            told.len() == 1 && told[0].starts_with(&format!("person {}: the total s2018", id(&person))),
            "{told:?}"
        );
        let told = changed(&person, "c2019", number("10"));
        assert!(
            told.len() == 1 && told[0].contains("the total c2019 is 10 tenths of an hour, its parts are 0"),
            "{told:?}"
        );
        let place = format!("registration {}-{}", id(&registration), &registration.1[2..]);
        let told = changed(&registration, "hh", text("AAAA"));
        assert_eq!(told, [format!("{place}: is bound to another last entry than its history has")]);
        let told = changed(&registration, "v", number("77"));
        assert!(told.len() == 1 && told[0].starts_with(&format!("{place}: is at entry 77")), "{told:?}");
        let parts = [("status".to_owned(), text("rejected")), ("opinion".to_owned(), text("不"))];
        let rejected = AttributeValue::M(parts.into());
        let told = changed(&registration, "state", rejected);
        assert!(told.contains(&format!("{place}: is not what its history leads to")), "{told:?}");
        let told = changed(&count, "a", number("1"));
        assert_eq!(told, [format!("log of unit {}: others are there than were written", id(&count))]);
        let told = changed(&count, "n", number("1"));
        assert!(told.len() == 1 && told[0].ends_with(" are there, 1 were written"), "{told:?}");
        let told = changed(&ended, "b", number("1"));
        assert_eq!(told, [format!("ended histories of person {}: others are there than were written", id(&ended))]);

        let second = recorded.checkpoints.lines().nth(1).expect("two lines");
        let told = audit(&recorded.items, second).findings;
        assert!(
            told.iter()
                .any(|finding| finding.to_string() == "line 1 of the checkpoints: does not follow the line before")
        );
    });
}
