//! People: who they are, where they belong, and their totals, in one item each.

use domain::id::{AccountId, PersonId, RegistrationId};
use domain::identity::IdentityNumber;
use domain::limits::CREDITED_YEAR_MIN;
use domain::mobile::MobileNumber;
use domain::permission::Scope;
use domain::timestamp::Timestamp;
use domain::totals::Totals;
use serde::{Deserialize, Serialize};

use super::keys::{self, BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT, BY_UNIT_PARTITION, BY_UNIT_SORT, Key};
use super::table::{Change, Condition, Item, Range, SortRange, item, number, parse, text};
use super::years;
use crate::house::House;
use crate::http::failure::Failure;
use crate::vault::Vault;

/// A professional's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub identity_masked: String,
    /// Own unit and department.
    pub home: Scope,
    sealed_identity: String,
    sealed_mobile: Option<String>,
    /// How many messages there have been, and how many of them the person has seen.
    #[serde(default)]
    pub messages: u32,
    #[serde(default)]
    pub messages_seen: u32,
    #[serde(default)]
    pub messages_seen_at: Timestamp,
}

/// An attribute of everybody who is somebody. An item without it holds nothing but hours: a learning platform has
/// delivered them for a person whom nobody has entered yet.
const MARK: &str = "sealed_identity";

impl Person {
    pub fn new(
        vault: &Vault,
        name: String,
        identity: &IdentityNumber,
        mobile: Option<&MobileNumber>,
        home: Scope,
    ) -> Self {
        let id = vault.person_id(identity);
        Self {
            sealed_identity: vault.seal(&identity_place(&id), identity.expose()),
            sealed_mobile: mobile.map(|mobile| vault.seal(&mobile_place(&id), mobile.expose())),
            identity_masked: identity.masked(),
            id,
            name,
            home,
            messages: 0,
            messages_seen: 0,
            messages_seen_at: Timestamp::default(),
        }
    }

    pub fn unread(&self) -> u32 {
        self.messages.saturating_sub(self.messages_seen)
    }

    /// The identity number in full, for who may see it.
    pub fn identity_number(&self, vault: &Vault) -> Result<String, Failure> {
        vault.open(&identity_place(&self.id), &self.sealed_identity).map_err(Failure::internal)
    }

    /// The mobile number in full, for its owner.
    pub fn mobile(&self, vault: &Vault) -> Result<Option<MobileNumber>, Failure> {
        let Some(sealed) = &self.sealed_mobile else { return Ok(None) };
        let opened = vault.open(&mobile_place(&self.id), sealed).map_err(Failure::internal)?;
        MobileNumber::parse(&opened).map(Some).map_err(|_| Failure::internal("a stored mobile number is none"))
    }

    /// Stores a person who is not there yet. Hours that have been delivered for them already stay.
    pub fn put(&self) -> Result<Change, Failure> {
        let mut item = item(&Key::person(&self.id), self)?;
        item.extend(self.places());
        for counted in ["messages", "messages_seen", "messages_seen_at"] {
            item.remove(counted);
        }
        Ok(Change::Set { item, condition: Condition::Lacks(MARK) })
    }

    /// Where the two indexes list the person.
    fn places(&self) -> Item {
        let chief = Scope { unit: self.home.unit.clone(), department: None };
        let sort = keys::people_sort(&self.name, &self.id);
        let mut places = Item::from([
            (BY_UNIT_PARTITION.to_owned(), text(keys::people_partition(&chief))),
            (BY_UNIT_SORT.to_owned(), text(sort.clone())),
        ]);
        if self.home.department.is_some() {
            places.insert(BY_DEPARTMENT_PARTITION.to_owned(), text(keys::people_partition(&self.home)));
            places.insert(BY_DEPARTMENT_SORT.to_owned(), text(sort));
        }
        places
    }
}

/// Gives a person another unit or department. Their registrations follow by [`registrations::follow`].
///
/// [`registrations::follow`]: super::registrations::follow
pub async fn set_home(house: &House, person: &Person) -> Result<(), Failure> {
    let home = serde_dynamo::to_attribute_value(&person.home).map_err(Failure::internal)?;
    let mut expression = "SET home = :home, up = :up, us = :us".to_owned();
    let mut values = Item::from([(":home".to_owned(), home)]);
    values.extend(person.places().into_iter().map(|(name, value)| (format!(":{name}"), value)));
    expression += if person.home.department.is_some() { ", dp = :dp, ds = :ds" } else { " REMOVE dp, ds" };
    house.table.update(&Key::person(&person.id), &expression, values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

pub async fn set_mobile(house: &House, person: &PersonId, mobile: &MobileNumber) -> Result<(), Failure> {
    let sealed = house.vault.seal(&mobile_place(person), mobile.expose());
    let values = Item::from([(":mobile".to_owned(), text(sealed))]);
    let expression = "SET sealed_mobile = :mobile";
    house.table.update(&Key::person(person), expression, values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

/// Notes that the person has seen the first `count` messages. Never fewer than before: two tabs may tell out of order.
pub async fn set_messages_seen(house: &House, person: &PersonId, count: u32) -> Result<(), Failure> {
    let values = Item::from([
        (":count".to_owned(), number(i64::from(count))),
        (":now".to_owned(), number(house.clock.now().milliseconds())),
    ]);
    let condition = "messages >= :count AND (attribute_not_exists(messages_seen) OR messages_seen <= :count)";
    let expression = "SET messages_seen = :count, messages_seen_at = :now";
    house.table.update(&Key::person(person), expression, values, Some(condition)).await?;
    Ok(())
}

fn identity_place(person: &PersonId) -> String {
    format!("{person}/identity")
}

fn mobile_place(person: &PersonId) -> String {
    format!("{person}/mobile")
}

pub async fn find(house: &House, person: &PersonId) -> Result<Option<Person>, Failure> {
    somebody(house.table.get_item(&Key::person(person), true).await?)
}

/// As [`find`], at half the price; it may lag by a moment.
pub async fn find_lagging(house: &House, person: &PersonId) -> Result<Option<Person>, Failure> {
    somebody(house.table.get_item(&Key::person(person), false).await?)
}

fn somebody(item: Option<Item>) -> Result<Option<Person>, Failure> {
    item.filter(|item| item.contains_key(MARK)).map(parse).transpose()
}

/// A person's totals of every year up to `year_max` in which there are any.
pub async fn totals(house: &House, person: &PersonId, year_max: i32) -> Result<Vec<(i32, Totals)>, Failure> {
    let item = house.table.get_item(&Key::person(person), true).await?.ok_or(Failure::NotFound)?;
    let mut all = Vec::new();
    for year in CREDITED_YEAR_MIN..=year_max {
        let totals = years::read(&item, year)?.totals;
        if totals != Totals::default() {
            all.push((year, totals));
        }
    }
    Ok(all)
}

/// People of a scope whose names begin with `name`, at most `limit`.
pub async fn by_name(house: &House, scope: &Scope, name: &str, limit: usize) -> Result<Vec<Person>, Failure> {
    let range = Range {
        index: Some(super::shelves::index_of(scope)),
        partition: keys::people_partition(scope),
        sort: SortRange::Prefix(name.to_owned()),
        newest_first: false,
        consistent: false,
        after: None,
    };
    house.table.query(range, limit).await?.items.into_iter().map(parse).collect()
}

#[derive(Debug, Serialize, Deserialize)]
struct Revealed {
    at: Timestamp,
    account: AccountId,
    scope: Scope,
    registration: RegistrationId,
}

/// Records that an administrator saw the person's identity number in full, and for which registration.
pub async fn note_revealed(
    house: &House,
    person: &PersonId,
    account: &AccountId,
    scope: &Scope,
    registration: &RegistrationId,
) -> Result<(), Failure> {
    let at = house.clock.now();
    let revealed = Revealed { at, account: account.clone(), scope: scope.clone(), registration: registration.clone() };
    house.table.put(item(&Key::reveal(person, at, account), &revealed)?).await
}
