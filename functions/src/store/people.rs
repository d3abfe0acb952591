//! People: who they are, where they belong, and their totals, in one item each.

use domain::hours::Hours;
use domain::id::{AccountId, PersonId, RegistrationId};
use domain::identity::IdentityNumber;
use domain::limits::CREDITED_YEAR_MIN;
use domain::mobile::MobileNumber;
use domain::permission::Scope;
use domain::timestamp::Timestamp;
use domain::totals::{SpecialtyChange, Totals};
use serde::{Deserialize, Serialize};

use super::keys::{self, BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT, BY_UNIT_PARTITION, BY_UNIT_SORT, Key};
use super::table::{Change, Condition, Item, Range, SortRange, item, number, parse, text};
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
}

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
        }
    }

    /// The identity number in full, for who may see it.
    pub fn identity_number(&self, vault: &Vault) -> Result<String, Failure> {
        vault.open(&identity_place(&self.id), &self.sealed_identity).map_err(Failure::internal)
    }

    /// Stores a person who is not there yet, with totals of nothing.
    pub fn put(&self) -> Result<Change, Failure> {
        let mut item = item(&Key::person(&self.id), self)?;
        let chief = Scope { unit: self.home.unit.clone(), department: None };
        let sort = keys::people_sort(&self.name, &self.id);
        item.insert(BY_UNIT_PARTITION.to_owned(), text(keys::people_partition(&chief)));
        item.insert(BY_UNIT_SORT.to_owned(), text(sort.clone()));
        if self.home.department.is_some() {
            item.insert(BY_DEPARTMENT_PARTITION.to_owned(), text(keys::people_partition(&self.home)));
            item.insert(BY_DEPARTMENT_SORT.to_owned(), text(sort));
        }
        Ok(Change::Put { item, condition: Condition::Missing })
    }
}

fn identity_place(person: &PersonId) -> String {
    format!("{person}/identity")
}

fn mobile_place(person: &PersonId) -> String {
    format!("{person}/mobile")
}

/// Adds to one year's specialty hours. Additions commute, so that two decisions about one person never overwrite each
/// other; each is part of the transaction that makes it due, so that the total is the sum at every instant.
pub fn add_specialty(person: &PersonId, change: SpecialtyChange) -> Change {
    Change::Update {
        key: Key::person(person),
        expression: format!("ADD {} :tenths", keys::specialty_tenths(change.credited_year)),
        values: Item::from([(":tenths".to_owned(), number(change.tenths))]),
        condition: Condition::Exists,
    }
}

pub async fn find(house: &House, person: &PersonId) -> Result<Option<Person>, Failure> {
    house.table.get(&Key::person(person)).await
}

/// As [`find`], at half the price; it may lag by a moment.
pub async fn find_lagging(house: &House, person: &PersonId) -> Result<Option<Person>, Failure> {
    house.table.get_lagging(&Key::person(person)).await
}

/// A person's totals of every year up to `year_max` in which there are any.
pub async fn totals(house: &House, person: &PersonId, year_max: i32) -> Result<Vec<(i32, Totals)>, Failure> {
    let Some(item) = house.table.get::<serde_json::Map<String, serde_json::Value>>(&Key::person(person)).await? else {
        return Err(Failure::NotFound);
    };
    let tenths = |attribute: String| {
        let tenths = item.get(&attribute).and_then(serde_json::Value::as_i64).unwrap_or(0);
        u32::try_from(tenths).map(Hours::from_tenths).map_err(|_| Failure::internal("a total is negative"))
    };
    let mut years = Vec::new();
    for year in CREDITED_YEAR_MIN..=year_max {
        let totals =
            Totals { common: tenths(keys::common_tenths(year))?, specialty: tenths(keys::specialty_tenths(year))? };
        if totals != Totals::default() {
            years.push((year, totals));
        }
    }
    Ok(years)
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
