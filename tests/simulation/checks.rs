//! What must hold once faults are over and whatever was left has been finished: what was acknowledged is there, what was refused is
//! not, and everything fits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::contract::accounts::ReadSessionRequest;
use domain::contract::certificates::ListCertificatesRequest;
use domain::contract::messages::ListMessagesRequest;
use domain::contract::{ListCertificates, ListMessages, ReadSession};
use domain::id::{DepartmentId, PersonId, UnitId};
use functions::store::administrators::Administrator;
use functions::store::history;
use functions::store::keys::{
    BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT, BY_REGISTRAR_DEPARTMENT_PARTITION, BY_REGISTRAR_PARTITION,
    BY_REGISTRAR_SORT, BY_UNIT_PARTITION, BY_UNIT_SORT, Kind, PARTITION, SORT, common_tenths, specialty_tenths,
};
use functions::store::people::Person;
use functions::store::registrations::Registration;
use functions::store::table::{Change, Condition};
use functions::store::units::{Department, Unit};
use serde::de::DeserializeOwned;
use serde_dynamo::{AttributeValue, Item};
use tests::audits::{Items, audit};
use tests::world::World;

use crate::clients::{Client, Heard};
use crate::installation::Cast;
use crate::record::{Asked, HistoryContent, Record};

const INDEX_KEYS: [&str; 7] = [
    BY_UNIT_PARTITION,
    BY_UNIT_SORT,
    BY_DEPARTMENT_PARTITION,
    BY_DEPARTMENT_SORT,
    BY_REGISTRAR_PARTITION,
    BY_REGISTRAR_SORT,
    BY_REGISTRAR_DEPARTMENT_PARTITION,
];
/// Of the year that all hours are credited to.
const YEAR: i32 = 2018;
const SPECIALTY_TENTHS: i64 = 600;
const TOTAL_TENTHS: i64 = 900;

/// Everything that there is, as it is stored.
struct Stored {
    items: Items,
    people: BTreeMap<PersonId, Person>,
    registrations: Vec<Registration>,
    units: BTreeMap<UnitId, Unit>,
    departments: Vec<(UnitId, Department)>,
    administrators: Vec<(UnitId, Administrator)>,
    /// Entries of histories by key and serial.
    entries: HashMap<(String, String), Vec<history::HistoryRecord>>,
    /// Keys and subjects of events in units.
    events: BTreeSet<(String, String)>,
}

fn read<T: DeserializeOwned>(item: &Item) -> Option<T> {
    serde_dynamo::from_item(item.clone()).ok()
}

impl Stored {
    fn of(world: &World) -> Self {
        let mut stored = Self {
            items: world.items(),
            people: BTreeMap::new(),
            registrations: Vec::new(),
            units: BTreeMap::new(),
            departments: Vec::new(),
            administrators: Vec::new(),
            entries: HashMap::new(),
            events: BTreeSet::new(),
        };
        let items = std::mem::take(&mut stored.items);
        for ((partition, sort), item) in &items {
            stored.take(partition, sort, item);
        }
        stored.items = items;
        stored
    }

    fn take(&mut self, partition: &str, sort: &str, item: &Item) {
        let unit = partition.strip_prefix("U#").and_then(|unit| unit.parse::<UnitId>().ok());
        match (Kind::of(partition, sort), unit) {
            (Some(Kind::Person { .. }), _) => {
                let person: Option<Person> = read(item);
                self.people.extend(person.map(|person| (person.id.clone(), person)));
            }
            (Some(Kind::Registration { .. }), _) => self.registrations.extend(read::<Registration>(item)),
            (Some(Kind::History { serial, .. }), _) => {
                if let Some(entry) = read::<history::HistoryRecord>(item) {
                    self.entries.entry((entry.key.clone(), serial.to_owned())).or_default().push(entry);
                }
            }
            (Some(Kind::Unit { .. }), Some(unit)) => self.units.extend(read(item).map(|one| (unit, one))),
            (Some(Kind::AuditEvent { entry, .. }), _) => {
                self.events.extend(entry.split_once('#').map(|(key, subject)| (key.to_owned(), subject.to_owned())));
            }
            (None, Some(unit)) if sort.starts_with("D#") => {
                self.departments.extend(read(item).map(|one| (unit, one)));
            }
            (None, Some(unit)) if sort.starts_with("M#") => {
                self.administrators.extend(read(item).map(|one| (unit, one)));
            }
            _ => {}
        }
    }
}

/// Everything that is not as it should be.
pub async fn check(client: &Client<'_>, demo_people: &Cast<'_>, record: &Record) -> Vec<String> {
    let stored = Stored::of(client.world);
    let mut wrong = record.wrong.clone();
    wrong.extend(audit(&stored.items, "").findings.iter().map(|finding| format!("audit: {finding}")));
    wrong.extend(record.asked.iter().flat_map(|asked| answers(asked, &stored)));
    wrong.extend(employers(&stored));
    wrong.extend(indexes(&stored));
    wrong.extend(offices(&stored));
    wrong.extend(deliveries(&stored, record));
    wrong.extend(own_writes(client, record).await);
    wrong.extend(people(client, demo_people, &stored).await);
    wrong
}

/// What was told is what there is.
fn answers(asked: &Asked, stored: &Stored) -> Vec<String> {
    let mut wrong = Vec::new();
    for (subject, told) in &asked.subjects {
        let key = (asked.key.clone(), subject.clone());
        let times = if asked.is_of_registrations {
            stored.entries.get(&key).map_or(0, Vec::len)
        } else {
            usize::from(stored.events.contains(&key))
        };
        let fits = match told {
            HistoryContent::Done => times == 1,
            HistoryContent::Refused => times == 0,
            HistoryContent::Unknown => times <= 1,
        };
        if !fits {
            wrong.push(format!("step {}: {subject} was told {told:?}, and it is on record {times} times", asked.step));
        }
    }
    wrong
}

/// Who belongs where, with all that is theirs.
fn employers(stored: &Stored) -> Vec<String> {
    let mut wrong = Vec::new();
    for one in &stored.registrations {
        match stored.people.get(one.id.person()) {
            Some(person) if person.employer != one.employer => wrong.push(format!(
                "registration {} belongs to {:?}, its person to {:?}",
                one.id.serial(),
                one.employer,
                person.employer
            )),
            Some(_) => {}
            None => wrong.push(format!("registration {} is nobody's", one.id.serial())),
        }
        if stored.units.get(&one.place.unit).is_some_and(|unit| unit.merged_into.is_some()) {
            wrong.push(format!("registration {} lies with a unit that is merged", one.id.serial()));
        }
    }
    let departments: BTreeSet<(&UnitId, &DepartmentId)> =
        stored.departments.iter().map(|(unit, one)| (unit, &one.id)).collect();
    for person in stored.people.values() {
        if person.employer.department.as_ref().is_some_and(|one| !departments.contains(&(&person.employer.unit, one))) {
            wrong.push(format!("person {} is in a department that is gone", person.id));
        }
        if stored.units.get(&person.employer.unit).is_some_and(|unit| unit.merged_into.is_some()) {
            wrong.push(format!("person {} belongs to a unit that is merged", person.id));
        }
        if person.merged_into.is_some() {
            wrong.push(format!("person {} is still on the way to another record", person.id));
        }
    }
    wrong
}

/// Items stand in the indexes where they should.
fn indexes(stored: &Stored) -> Vec<String> {
    let mut wrong = Vec::new();
    let keys_of = |item: &Item| -> BTreeMap<&'static str, AttributeValue> {
        INDEX_KEYS.into_iter().filter_map(|name| item.get(name).map(|value| (name, value.clone()))).collect()
    };
    let expected = stored.registrations.iter().map(|one| one.put(Condition::Always));
    let expected = expected.chain(stored.people.values().map(Person::put));
    for change in expected {
        let (Change::Put { item, .. } | Change::Set { item, .. }) = change.expect("an item") else { continue };
        let item: Item = Item::from(
            item.into_iter().map(|(name, value)| (name, AttributeValue::from(value))).collect::<HashMap<_, _>>(),
        );
        let text = |name: &str| item.get(name).and_then(as_text).unwrap_or_default().to_owned();
        let key = (text(PARTITION), text(SORT));
        let there = stored.items.get(&key).map(keys_of);
        if there != Some(keys_of(&item)) {
            wrong.push(format!("{}/{} stands elsewhere in the indexes", key.0, key.1));
        }
    }
    wrong
}

/// Departments and administrators of units.
fn offices(stored: &Stored) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for (unit, one) in &stored.departments {
        if !names.insert((unit, &one.name)) {
            wrong.push(format!("unit {unit} has two departments of one name: {}", one.name));
        }
    }
    for (unit, of) in &stored.units {
        let acting = stored.administrators.iter().filter(|(of, one)| of == unit && one.is_acting_chief()).count();
        let count = stored.items.get(&(format!("U#{unit}"), "CHIEFS".to_owned()));
        let counted = count.and_then(|item| number(item, "n")).unwrap_or_default();
        if usize::try_from(counted) != Ok(acting) && of.merged_into.is_none() {
            wrong.push(format!("unit {unit} has {acting} chiefs, {counted} are counted"));
        }
        if acting == 0 && counted != 0 {
            wrong.push(format!("unit {unit} has lost its last chief"));
        }
    }
    wrong
}

/// The highest revision that was taken, or a later one.
fn deliveries(stored: &Stored, record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    for (completion, revision) in &record.completions {
        let there = stored
            .items
            .iter()
            .find(|((partition, sort), _)| sort == "COMPLETION" && partition.ends_with(&format!("#{completion}")));
        let highest = there.and_then(|(_, item)| number(item, "revision")).unwrap_or_default();
        if highest < i64::from(*revision) {
            wrong.push(format!("completion {completion} is at revision {highest}, {revision} was taken"));
        }
    }
    wrong
}

fn number(item: &Item, name: &str) -> Option<i64> {
    match item.get(name)? {
        AttributeValue::N(number) => number.parse().ok(),
        _ => None,
    }
}

fn as_text(value: &AttributeValue) -> Option<&str> {
    match value {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}

/// What one client alone writes is as it wrote it last.
async fn own_writes(client: &Client<'_>, record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    let vault = &client.world.app.vault;
    for (id, known) in &record.mobiles {
        let Some(person) = client.person(id).await else { continue };
        let mobile = person.mobile(vault).expect("a number that opens").map(|mobile| mobile.expose().to_owned());
        if !known.fits(mobile.as_ref()) {
            wrong.push(format!("the number of {id} is none of those that were last written"));
        }
    }
    for ((id, draft), known) in &record.drafts {
        let there = functions::store::drafts::list(&client.world.app, id).await.expect("a read");
        let there = there.into_iter().find(|one| one.id.as_str() == draft).map(|one| one.content);
        if !known.fits(there.as_ref()) {
            wrong.push(format!("draft {draft} of {id} is {there:?}, written were {known:?}"));
        }
    }
    for cookie in &record.signed_out {
        let browser = tests::Browser { world: client.world, cookie: Some(cookie.clone()) };
        if browser.call::<ReadSession>(&ReadSessionRequest {}).await.is_ok() {
            wrong.push("a session goes on after it was ended".to_owned());
        }
    }
    wrong
}

/// What people see of themselves.
async fn people(client: &Client<'_>, demo_people: &Cast<'_>, stored: &Stored) -> Vec<String> {
    let mut wrong = Vec::new();
    for party in &demo_people.people {
        let Some(browser) = client.browser(&party.account).await else { continue };
        let session = browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session");
        let page = browser.call::<ListMessages>(&ListMessagesRequest::default()).await.expect("messages");
        let unread = page.messages.iter().filter(|message| message.unread).count();
        if page.next.is_none() && u32::try_from(unread).expect("small") != session.unread {
            wrong.push(format!("{} has {unread} unread messages, {} are counted", party.person, session.unread));
        }
        let list = browser.call::<ListCertificates>(&ListCertificatesRequest {}).await.expect("certificates");
        let item = stored.items.get(&(format!("P#{}", party.person), "PERSON".to_owned()));
        let tenths = |name: String| item.and_then(|item| number(item, &name)).unwrap_or_default();
        let (specialty, common) = (tenths(specialty_tenths(YEAR)), tenths(common_tenths(YEAR)));
        let is_fulfilled = specialty >= SPECIALTY_TENTHS && specialty + common >= TOTAL_TENTHS;
        let valid = list.certificates.iter().filter(|one| one.valid).count();
        if valid > usize::from(is_fulfilled) {
            wrong.push(format!("{} has {valid} valid certificates, fulfilled: {is_fulfilled}", party.person));
        }
        let issuable = list.issuable.iter().filter(|one| one.year == YEAR).count();
        if is_fulfilled && valid + issuable != 1 {
            wrong.push(format!("{} has a fulfilled year, {valid} certificates and {issuable} to issue", party.person));
        }
    }
    wrong
}

/// Faults are over: everybody comes by once more, and what was left is finished.
pub async fn settle(client: &Client<'_>, demo_people: &Cast<'_>) {
    client.time.wait(std::time::Duration::from_secs(60)).await;
    client.turn.with(|chances| chances.begin(client.seed, 0));
    let mut chance = fastrand::Rng::with_seed(client.seed);
    for party in &demo_people.people {
        client.forget_session(&party.account);
        let key = domain::id::IdempotencyKey::from_bits(1);
        let heard = client.ask::<ReadSession>(&party.account, &ReadSessionRequest {}, &key, &mut chance).await;
        if !matches!(heard, Heard::Done(_)) {
            client.record.borrow_mut().wrong.push(format!("{} has no session: {heard:?}", party.person));
        }
    }
    client.merge_people_to_the_end(&mut chance).await;
    client.merge_to_the_end(&mut chance).await;
    client.time.wait(std::time::Duration::from_secs(60)).await;
}
