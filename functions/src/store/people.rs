//! People: who they are, where they belong, and their totals, in one item each.

use domain::audit_event::AuditEvent;
use std::collections::{BTreeMap, HashMap};

use domain::contract::people::PersonRow;
use domain::id::{AccountId, DepartmentId, PersonId, RegistrationId};
use domain::identity::IdentityNumber;
use domain::limits::CREDITED_YEAR_MIN;
use domain::mobile::MobileNumber;
use domain::permission::Scope;
use domain::review::Mover;
use domain::timestamp::Timestamp;
use domain::totals::Totals;
use serde::{Deserialize, Serialize};
use time::Date;

use super::history::Signature;
use super::keys::{self, BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT, BY_UNIT_PARTITION, BY_UNIT_SORT, Key};
use super::table::{Change, Condition, Item, Range, SortRange, item, key_item, number, parse, text, value};
use super::unit_log::{self, Author};
use super::{usage, years};
use crate::app::App;
use crate::crypto::vault::Vault;
use crate::error::Error;

/// A professional's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub identity_masked: String,
    /// Own unit and department.
    pub employer: Scope,
    encrypted_identity: String,
    encrypted_mobile: Option<String>,
    /// How many messages there have been, and how many of them the person has seen.
    #[serde(default)]
    pub messages: u32,
    #[serde(default)]
    pub messages_seen: u32,
    #[serde(default)]
    pub messages_seen_at: Timestamp,
    /// Which ends of credited years the person has been shown in 消息.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub closings_seen: BTreeMap<i32, Timestamp>,
    /// `138****8000`
    #[serde(default)]
    pub mobile_masked: Option<String>,
    /// It was entered under a mistyped number; everything of it is on its way to the right record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<PersonId>,
    /// The move that brought the person home, as long as not everything of theirs is known to have come along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moving: Option<Moving>,
}

/// A move to where the person's record is already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Of whoever began it: whoever finishes it signs for them.
    pub signature: Signature,
    pub mover: Mover,
    /// Where to, in words.
    pub name: String,
    /// The unit's name, where it is another one.
    pub unit_name: Option<String>,
}

/// An attribute of everybody who is somebody. An item without it holds nothing but hours: a learning platform has
/// delivered them for a person whom nobody has entered yet.
const MARK: &str = "encrypted_identity";

/// Every attribute of an item that is somebody's: those of [`Person`], and its places in the indexes.
const PERSONAL: &[&str] = &[
    MARK,
    "id",
    "name",
    "identity_masked",
    "employer",
    "encrypted_mobile",
    "messages",
    "messages_seen",
    "messages_seen_at",
    "closings_seen",
    "mobile_masked",
    "merged_into",
    "moving",
    BY_UNIT_PARTITION,
    BY_UNIT_SORT,
    BY_DEPARTMENT_PARTITION,
    BY_DEPARTMENT_SORT,
];

impl Person {
    pub fn new(
        vault: &Vault,
        name: String,
        identity: &IdentityNumber,
        mobile: Option<&MobileNumber>,
        employer: Scope,
    ) -> Self {
        let id = vault.person_id(identity);
        Self {
            encrypted_identity: vault.encrypt(&identity_place(&id), identity.expose()),
            encrypted_mobile: mobile.map(|mobile| vault.encrypt(&mobile_place(&id), mobile.expose())),
            identity_masked: identity.masked(),
            mobile_masked: mobile.map(MobileNumber::masked),
            merged_into: None,
            moving: None,
            id,
            name,
            employer,
            messages: 0,
            messages_seen: 0,
            messages_seen_at: Timestamp::default(),
            closings_seen: BTreeMap::new(),
        }
    }

    pub fn unread(&self) -> u32 {
        self.messages.saturating_sub(self.messages_seen)
    }

    /// They have not been shown their messages since this was read.
    pub fn has_seen_no_more(&self) -> Condition {
        let at = self.messages_seen_at;
        let seen = (at != Timestamp::default()).then(|| at.milliseconds());
        Condition::Are(vec![("messages_seen_at".to_owned(), seen)])
    }

    /// The same person under another number: a record of its own.
    pub fn under(&self, vault: &Vault, identity: &IdentityNumber) -> Result<Self, Error> {
        let mobile = self.mobile(vault)?;
        Ok(Self::new(vault, self.name.clone(), identity, mobile.as_ref(), self.employer.clone()))
    }

    pub fn row(self) -> PersonRow {
        PersonRow {
            id: self.id,
            name: self.name,
            identity_masked: self.identity_masked,
            mobile_masked: self.mobile_masked.unwrap_or_default(),
            department: self.employer.department,
        }
    }

    /// The identity number in full, for who may see it.
    pub fn identity_number(&self, vault: &Vault) -> Result<String, Error> {
        vault.decrypt(&identity_place(&self.id), &self.encrypted_identity).map_err(Error::internal)
    }

    /// The mobile number in full, for its owner.
    pub fn mobile(&self, vault: &Vault) -> Result<Option<MobileNumber>, Error> {
        let Some(encrypted) = &self.encrypted_mobile else { return Ok(None) };
        let opened = vault.decrypt(&mobile_place(&self.id), encrypted).map_err(Error::internal)?;
        MobileNumber::parse(&opened).map(Some).map_err(|_| Error::internal("a stored mobile number is none"))
    }

    /// The same, read as it was when it was stored.
    pub fn parsed_identity_number(&self, vault: &Vault, today: Date) -> Result<IdentityNumber, Error> {
        IdentityNumber::parse(&self.identity_number(vault)?, today)
            .map_err(|_| Error::internal("a stored identity number does not parse"))
    }

    /// Stores a person who is not there yet. Hours that have been delivered for them already stay.
    pub fn put(&self) -> Result<Change, Error> {
        let mut item = item(&Key::person(&self.id), self)?;
        item.extend(self.places());
        for counted in ["messages", "messages_seen", "messages_seen_at"] {
            item.remove(counted);
        }
        Ok(Change::Set { item, condition: Condition::Lacks(MARK) })
    }

    /// Where the two indexes list the person.
    fn places(&self) -> Item {
        let chief = Scope { unit: self.employer.unit.clone(), department: None };
        let sort = keys::people_sort(&self.name, &self.id);
        let mut places = Item::from([
            (BY_UNIT_PARTITION.to_owned(), text(keys::people_partition(&chief))),
            (BY_UNIT_SORT.to_owned(), text(sort.clone())),
        ]);
        if self.employer.department.is_some() {
            places.insert(BY_DEPARTMENT_PARTITION.to_owned(), text(keys::people_partition(&self.employer)));
            places.insert(BY_DEPARTMENT_SORT.to_owned(), text(sort));
        }
        places
    }
}

pub async fn set_mobile(app: &App, person: &PersonId, mobile: &MobileNumber) -> Result<(), Error> {
    let encrypted = app.vault.encrypt(&mobile_place(person), mobile.expose());
    let values = Item::from([(":mobile".to_owned(), text(encrypted)), (":masked".to_owned(), text(mobile.masked()))]);
    let expression = "SET encrypted_mobile = :mobile, mobile_masked = :masked";
    app.table.update(&Key::person(person), expression, values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

/// They have not been shown their messages since `at`: what is told with that instant is new to them.
pub fn has_seen_nothing_since(at: Timestamp) -> Condition {
    let values = Item::from([(":told_at".to_owned(), number(at.milliseconds()))]);
    Condition::Holds("attribute_not_exists(messages_seen_at) OR messages_seen_at < :told_at", values)
}

/// Notes that the person has seen all messages that there are, if there are no more than the `count` that they were shown, and
/// that these years close when they do. What has come since they were shown, nobody has seen.
pub async fn set_messages_seen(
    app: &App,
    person: &PersonId,
    count: u32,
    closings: &BTreeMap<i32, Timestamp>,
) -> Result<(), Error> {
    let values = Item::from([
        (":closings".to_owned(), value(closings)?),
        (":count".to_owned(), number(i64::from(count))),
        (":now".to_owned(), number(app.clock.now().milliseconds())),
    ]);
    // Who has none yet has no count of them either.
    let condition = if count == 0 {
        "attribute_exists(pk) AND (attribute_not_exists(messages) OR messages = :count)"
    } else {
        "messages = :count"
    };
    let expression = "SET messages_seen = :count, messages_seen_at = :now, closings_seen = :closings";
    app.table.update(&Key::person(person), expression, values, Some(condition)).await?;
    Ok(())
}

/// The person must still belong there for the other changes of a transaction to happen.
pub fn require_employer(person: &PersonId, employer: &Scope) -> Result<Change, Error> {
    Ok(Change::Check { key: Key::person(person), condition: lives_at(employer)? })
}

/// They belong there, and are not on the way to another record.
pub fn lives_at(employer: &Scope) -> Result<Condition, Error> {
    let values = Item::from([(":employer".to_owned(), value(employer)?)]);
    Ok(Condition::Holds("employer = :employer AND attribute_not_exists(merged_into)", values))
}

/// Moves a person's record, and with it their places in the lists of people, if nobody was quicker.
pub fn change_employer(person: &Person, to: &Scope, moving: &Moving) -> Result<Change, Error> {
    let chief = Scope { unit: to.unit.clone(), department: None };
    let mut values = Item::from([
        (":to".to_owned(), value(to)?),
        (":unit".to_owned(), text(keys::people_partition(&chief))),
        (":moving".to_owned(), value(moving)?),
    ]);
    let departments = if to.department.is_some() {
        values.insert(":department".to_owned(), text(keys::people_partition(to)));
        values.insert(":sort".to_owned(), text(keys::people_sort(&person.name, &person.id)));
        format!(", {BY_DEPARTMENT_PARTITION} = :department, {BY_DEPARTMENT_SORT} = :sort")
    } else {
        format!(" REMOVE {BY_DEPARTMENT_PARTITION}, {BY_DEPARTMENT_SORT}")
    };
    Ok(Change::Update {
        key: Key::person(&person.id),
        expression: format!("SET employer = :to, moving = :moving, {BY_UNIT_PARTITION} = :unit{departments}"),
        values,
        condition: lives_at(&person.employer)?,
    })
}

/// The person must be on this very move for the other changes of a transaction to happen.
pub fn require_move(person: &PersonId, moving: &Moving) -> Change {
    let condition = Condition::Holds(ON_MOVE, on_move(moving));
    Change::Check { key: Key::person(person), condition }
}

/// Notes that everything of the person's has come along on this move; nothing, if they are on another one by now.
pub async fn end_move(app: &App, person: &PersonId, moving: &Moving) -> Result<(), Error> {
    app.table.update(&Key::person(person), "REMOVE moving", on_move(moving), Some(ON_MOVE)).await?;
    Ok(())
}

/// Whoever makes two moves makes them with two keys, or of one batch to one place.
const ON_MOVE: &str = "moving.signature.entry_key = :key";

fn on_move(moving: &Moving) -> Item {
    Item::from([(":key".to_owned(), text(&*moving.signature.key))])
}

/// Marks a record as one under a mistyped number, whose registrations go to `right`. From now on it takes no new ones.
pub fn begin_merge(wrong: &PersonId, right: &PersonId) -> Change {
    let values = Item::from([(":right".to_owned(), text(right.as_str()))]);
    Change::Update {
        key: Key::person(wrong),
        expression: "SET merged_into = :right".to_owned(),
        values,
        condition: Condition::Holds(
            "attribute_exists(pk) AND (attribute_not_exists(merged_into) OR merged_into = :right)",
            Item::new(),
        ),
    }
}

/// Ends the record under the mistyped number, once nothing is left of it: nobody is entered there any more. Hours that a
/// learning platform delivers for the number at the same moment stay, for whoever has it.
pub fn end_merge(wrong: &PersonId, right: &PersonId) -> Change {
    let values = Item::from([(":right".to_owned(), text(right.as_str()))]);
    Change::Strip {
        key: Key::person(wrong),
        attributes: PERSONAL,
        condition: Condition::Holds("merged_into = :right", values),
    }
}

/// Whether learning platforms or certificates know the person: what only the platform itself may bring elsewhere.
pub async fn has_other_ties(app: &App, person: &PersonId) -> Result<bool, Error> {
    for prefix in [keys::COMPLETIONS, keys::CERTIFICATES] {
        let range = Range {
            index: None,
            partition: keys::person_partition(person),
            sort: SortRange::Prefix(prefix.to_owned()),
            newest_first: false,
            consistent: true,
            after: None,
        };
        if !app.table.query(range, 1).await?.items.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn identity_place(person: &PersonId) -> String {
    format!("{person}/identity")
}

fn mobile_place(person: &PersonId) -> String {
    format!("{person}/mobile")
}

pub async fn find(app: &App, person: &PersonId) -> Result<Option<Person>, Error> {
    somebody(app.table.get_item(&Key::person(person), true).await?)
}

/// As [`find`], at half the price; it may lag by a moment.
pub async fn find_lagging(app: &App, person: &PersonId) -> Result<Option<Person>, Error> {
    somebody(app.table.get_item(&Key::person(person), false).await?)
}

fn somebody(item: Option<Item>) -> Result<Option<Person>, Error> {
    item.filter(|item| item.contains_key(MARK)).map(parse).transpose()
}

/// A person's totals of every year up to `year_max` in which there are any.
pub async fn totals(app: &App, person: &PersonId, year_max: i32) -> Result<Vec<(i32, Totals)>, Error> {
    let item = app.table.get_item(&Key::person(person), true).await?.ok_or(Error::NotFound)?;
    totals_in(&item, year_max)
}

/// The same, with the person.
pub async fn with_totals(app: &App, person: &PersonId, year_max: i32) -> Result<(Person, Vec<(i32, Totals)>), Error> {
    let item = app.table.get_item(&Key::person(person), true).await?.ok_or(Error::NotFound)?;
    let totals = totals_in(&item, year_max)?;
    Ok((parse(item)?, totals))
}

fn totals_in(item: &Item, year_max: i32) -> Result<Vec<(i32, Totals)>, Error> {
    let mut all = Vec::new();
    for year in CREDITED_YEAR_MIN..=year_max {
        let totals = years::read(item, year)?.totals;
        if totals != Totals::default() {
            all.push((year, totals));
        }
    }
    Ok(all)
}

/// The people with these ids who are there.
pub async fn find_all(app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, Person>, Error> {
    let mut wanted: Vec<&PersonId> = ids.iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<Key> = wanted.into_iter().map(Key::person).collect();
    let found = app.table.get_many(&keys).await?.into_iter().filter(|item| item.contains_key(MARK));
    found.map(|item| parse::<Person>(item).map(|person| (person.id.clone(), person))).collect()
}

/// A person with their hours of one year.
#[derive(Debug, Clone)]
pub struct Counted {
    pub person: Person,
    pub totals: Totals,
}

fn count(item: Item, year: i32) -> Result<Counted, Error> {
    Ok(Counted { totals: years::read(&item, year)?.totals, person: parse(item)? })
}

/// One person with their hours of a year.
pub async fn counted(app: &App, person: &PersonId, year: i32) -> Result<Option<Counted>, Error> {
    let item = app.table.get_item(&Key::person(person), true).await?;
    item.filter(|item| item.contains_key(MARK)).map(|item| count(item, year)).transpose()
}

/// People of a scope in the order of their names, from after `cursor` on. A cursor comes from outside: it can only move
/// within the scope's own partition.
pub fn of_scope(scope: &Scope, cursor: Option<&str>) -> Result<Range, Error> {
    let mut range = Range {
        index: Some(super::status_partitions::index_of(scope)),
        partition: keys::people_partition(scope),
        sort: SortRange::All,
        newest_first: false,
        consistent: false,
        after: None,
    };
    if let Some(cursor) = cursor {
        let (_, person) = cursor.rsplit_once('#').ok_or(Error::Malformed("cursor"))?;
        let mut after = key_item(&Key::person(&person.parse()?));
        let (partition_name, sort_name) = range.key_names();
        after.insert(partition_name.to_owned(), text(range.partition.clone()));
        after.insert(sort_name.to_owned(), text(cursor));
        range.after = Some(after);
    }
    Ok(range)
}

/// The same with their hours of `year`. Of those whom a filter leaves out, more are read at once.
pub async fn counted_page(
    app: &App,
    range: Range,
    year: i32,
    want: usize,
    filtered: bool,
    keep: impl Fn(&Counted) -> bool,
) -> Result<(Vec<Counted>, Option<String>), Error> {
    let limit = if filtered { ITEMS_READ_MAX.min(want * 5) } else { want + 1 };
    read_page(app, range, want, limit, |item| count(item, year), |counted| &counted.person, keep).await
}

/// Items that one request may read at most to fill a filtered page.
const ITEMS_READ_MAX: usize = 1_000;

/// A page of what `keep` keeps of a range of people, with where the next one starts. Reads on, `limit` items at a time,
/// until the page is full, the range ends, or enough was read.
async fn read_page<T>(
    app: &App,
    mut range: Range,
    want: usize,
    limit: usize,
    read_item: impl Fn(Item) -> Result<T, Error>,
    person: impl Fn(&T) -> &Person,
    keep: impl Fn(&T) -> bool,
) -> Result<(Vec<T>, Option<String>), Error> {
    let place = |one: &T| keys::people_sort(&person(one).name, &person(one).id);
    let mut kept: Vec<T> = Vec::with_capacity(want);
    let (mut read, mut fetched) = (0, 0);
    loop {
        let page = app.table.query(range.clone(), limit).await?;
        fetched += page.items.len();
        for item in page.items {
            let one = read_item(item)?;
            let here = place(&one);
            read += 1;
            if keep(&one) {
                if kept.len() == want {
                    usage::note_left_out(fetched - kept.len());
                    let last = kept.last().map(place);
                    return Ok((kept, last));
                }
                kept.push(one);
            }
            if read >= ITEMS_READ_MAX.max(want + 1) {
                usage::note_left_out(fetched - kept.len());
                return Ok((kept, Some(here)));
            }
        }
        match page.next {
            Some(next) => range.after = Some(next),
            None => {
                usage::note_left_out(fetched - kept.len());
                return Ok((kept, None));
            }
        }
    }
}

/// One page of a scope's people by name, from after `cursor` on, of those that `keep` keeps.
pub async fn page(
    app: &App,
    scope: &Scope,
    cursor: Option<&str>,
    want: usize,
    filtered: bool,
    keep: impl Fn(&Person) -> bool,
) -> Result<(Vec<Person>, Option<String>), Error> {
    let limit = if filtered { ITEMS_READ_MAX.min(want * 5) } else { want + 1 };
    read_page(app, of_scope(scope, cursor)?, want, limit, parse, |person| person, keep).await
}

/// How many people of a scope there are and how many of them fulfil what `year` asks for, by department.
pub async fn fulfilment(
    app: &App,
    scope: &Scope,
    year: i32,
    fulfils: impl Fn(Totals) -> bool,
) -> Result<BTreeMap<Option<DepartmentId>, (u32, u32)>, Error> {
    let mut range = Range {
        index: Some(super::status_partitions::index_of(scope)),
        partition: keys::people_partition(scope),
        sort: SortRange::All,
        newest_first: false,
        consistent: false,
        after: None,
    };
    let mut counts: BTreeMap<Option<DepartmentId>, (u32, u32)> = BTreeMap::new();
    loop {
        let page = app.table.query(range.clone(), 1_000).await?;
        usage::note_left_out(page.items.len());
        for item in page.items {
            let totals = years::read(&item, year)?.totals;
            let person: Person = parse(item)?;
            let count = counts.entry(person.employer.department).or_default();
            count.0 += 1;
            count.1 += u32::from(fulfils(totals));
        }
        match page.next {
            Some(next) => range.after = Some(next),
            None => return Ok(counts),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Revealed {
    at: Timestamp,
    account: AccountId,
    scope: Scope,
    /// `None`: they were the person's own.
    registration: Option<RegistrationId>,
}

/// The changes that record that an administrator saw the person's identity number in full, and for which registration: with
/// the person, and in the log of the unit.
pub fn revealed(author: &Author<'_>, registration: &RegistrationId) -> Result<Vec<Change>, Error> {
    note_look(author, registration.person(), Some(registration), AuditEvent::IdentityRevealed)
}

/// The same where somebody saw their own numbers.
pub fn revealed_to_themselves(author: &Author<'_>, person: &PersonId) -> Result<Vec<Change>, Error> {
    note_look(author, person, None, AuditEvent::OwnNumbersRevealed)
}

fn note_look(
    author: &Author<'_>,
    person: &PersonId,
    registration: Option<&RegistrationId>,
    event: AuditEvent,
) -> Result<Vec<Change>, Error> {
    let (at, account, scope) = (author.at, author.account.clone(), author.scope.clone());
    let key = Key::reveal(person, at, &account);
    let revealed = Revealed { at, account, scope, registration: registration.cloned() };
    let mut changes = vec![Change::Put { item: item(&key, &revealed)?, condition: Condition::Always }];
    changes.extend(unit_log::note(author, event, person.as_str())?);
    Ok(changes)
}
