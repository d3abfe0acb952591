//! A unit's administrators: what the unit knows of them, beside the account with which they sign in.
//!
//! How many chiefs may sign in is counted in an item of its own, so that of two who would remove the last two chiefs at
//! once, one is refused.

use domain::administrator::{AdministratorDetails, INITIAL_PASSWORD_SECONDS};
use domain::audit_event::AuditEvent;
use domain::contract::unit_management::AdministratorRow;
use domain::id::{AccountId, DepartmentId, UnitId};
use domain::identity::IdentityNumber;
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::accounts::Account;
use super::keys::{ADMINISTRATORS, Key, unit_partition};
use super::table::{Change, Condition, Item, Range, SortRange, item, number};
use super::unit_log::{self, Author};
use crate::app::App;
use crate::crypto::vault::Vault;
use crate::error::Error;

/// One administrator as the unit knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administrator {
    pub id: AccountId,
    #[serde(rename = "v")]
    pub version: u32,
    pub name: String,
    pub identity_masked: String,
    encrypted_identity: String,
    mobile_masked: String,
    encrypted_mobile: String,
    pub on_staff: bool,
    /// `None`: a chief.
    pub department: Option<DepartmentId>,
    pub may_sign_in: bool,
    pub duties: String,
    pub initial_password_until: Option<Timestamp>,
}

impl Administrator {
    /// Appoints somebody: the record, and the account with the initial password, of which this is the hash.
    pub fn appoint(
        vault: &Vault,
        unit: &UnitId,
        identity: &IdentityNumber,
        details: AdministratorDetails,
        now: Timestamp,
        password_hash: String,
    ) -> Result<(Self, Account), Error> {
        let id = vault.account_id(Role::Administrator, &identity.lookup_form());
        let until = now.plus_seconds(INITIAL_PASSWORD_SECONDS);
        let mobile = details.mobile.as_ref().ok_or_else(|| Error::internal("an administrator without a number"))?;
        let account = Account {
            id: id.clone(),
            role: Role::Administrator,
            name: details.name.clone(),
            identity_masked: identity.masked(),
            person: Some(vault.person_id(identity)),
            scope: Some(Scope { unit: unit.clone(), department: details.department.clone() }),
            must_change_password: true,
            initial_password_until: Some(until),
            enabled: details.may_sign_in,
            // Whoever is appointed again after having been removed does not find old sessions alive.
            epoch: u32::try_from(now.seconds()).unwrap_or_default(),
            password_hash,
            created_at: now,
            receipt: None,
            unconfirmed: false,
        };
        let administrator = Self {
            encrypted_identity: vault.encrypt(&identity_place(&id), identity.expose()),
            encrypted_mobile: vault.encrypt(&mobile_place(&id), mobile.expose()),
            mobile_masked: mobile.masked(),
            id,
            version: 1,
            name: details.name,
            identity_masked: identity.masked(),
            on_staff: details.on_staff,
            department: details.department,
            may_sign_in: details.may_sign_in,
            duties: details.duties,
            initial_password_until: Some(until),
        };
        Ok((administrator, account))
    }

    /// The same administrator with other details.
    pub fn with_details(&self, vault: &Vault, details: AdministratorDetails) -> Self {
        let (encrypted_mobile, mobile_masked) = match &details.mobile {
            Some(mobile) => (vault.encrypt(&mobile_place(&self.id), mobile.expose()), mobile.masked()),
            None => (self.encrypted_mobile.clone(), self.mobile_masked.clone()),
        };
        Self {
            version: self.version + 1,
            name: details.name,
            encrypted_mobile,
            mobile_masked,
            on_staff: details.on_staff,
            department: details.department,
            may_sign_in: details.may_sign_in,
            duties: details.duties,
            ..self.clone()
        }
    }

    /// The same administrator with the initial password again.
    pub fn with_initial_password(&self, until: Option<Timestamp>) -> Self {
        Self { version: self.version + 1, initial_password_until: until, ..self.clone() }
    }

    /// A chief who may sign in: the unit's last one of these must stay.
    pub fn is_acting_chief(&self) -> bool {
        self.department.is_none() && self.may_sign_in
    }

    /// The identity number, to make the initial password again.
    pub fn identity_number(&self, vault: &Vault) -> Result<IdentityNumber, Error> {
        let number = vault.decrypt(&identity_place(&self.id), &self.encrypted_identity).map_err(Error::internal)?;
        // It was right when it was typed; a date of birth does not move into the future.
        let today = time::Date::MAX;
        IdentityNumber::parse(&number, today).map_err(|_| Error::internal("a stored number is wrong"))
    }

    pub fn put(&self, unit: &UnitId, condition: Condition) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::administrator(unit, &self.id), self)?, condition })
    }

    pub fn row(self) -> AdministratorRow {
        AdministratorRow {
            id: self.id,
            version: self.version,
            name: self.name,
            identity_masked: self.identity_masked,
            mobile_masked: self.mobile_masked,
            on_staff: self.on_staff,
            department: self.department,
            may_sign_in: self.may_sign_in,
            duties: self.duties,
            initial_password_until: self.initial_password_until,
        }
    }
}

fn identity_place(account: &AccountId) -> String {
    format!("{account}/identity")
}

fn mobile_place(account: &AccountId) -> String {
    format!("{account}/mobile")
}

impl Administrator {
    /// The same administrator in another unit, which has not let them in yet.
    pub fn without_rights_in(self, department: Option<DepartmentId>) -> Self {
        Self { version: 1, department, may_sign_in: false, ..self }
    }

    /// Ends an office in another unit, which it was held in by `account`, in the name of who appoints them anew; it is on record
    /// there, too. The last chief may go that way: the unit's own account appoints others.
    pub fn displaced(&self, author: &Author<'_>, account: &Account) -> Result<Vec<Change>, Error> {
        let unit = &account.scope.as_ref().ok_or_else(|| Error::internal("an office of no unit"))?.unit;
        let mut changes = vec![self.remove(unit)];
        changes.extend(unit_log::note_in(unit, author, AuditEvent::AdministratorDeleted, self.id.as_str())?);
        if self.is_acting_chief() {
            changes.push(chiefs(unit, -1, Condition::Always));
        }
        Ok(changes)
    }

    /// Ends what the unit knows of them, unless it has changed.
    pub fn remove(&self, unit: &UnitId) -> Change {
        Change::Delete {
            key: Key::administrator(unit, &self.id),
            condition: Condition::Is("v", i64::from(self.version)),
        }
    }
}

/// How the count of acting chiefs changes, if it does. Where one goes, another must be left.
pub fn count_chief(unit: &UnitId, was: bool, is: bool) -> Option<Change> {
    match (was, is) {
        (false, true) => Some(chiefs(unit, 1, Condition::Always)),
        (true, false) => {
            let another = Condition::Holds("n >= :two", Item::from([(":two".to_owned(), number(2))]));
            Some(chiefs(unit, -1, another))
        }
        _ => None,
    }
}

fn chiefs(unit: &UnitId, step: i64, condition: Condition) -> Change {
    Change::Update {
        key: Key::chiefs(unit),
        expression: "ADD n :step".to_owned(),
        values: Item::from([(":step".to_owned(), number(step))]),
        condition,
    }
}

/// All administrators of a unit; their number is the unit's own affair and small.
pub async fn all(app: &App, unit: &UnitId) -> Result<Vec<Administrator>, Error> {
    let range = Range {
        index: None,
        partition: unit_partition(unit),
        sort: SortRange::Prefix(ADMINISTRATORS.to_owned()),
        newest_first: false,
        consistent: true,
        after: None,
    };
    app.table.query_all(range).await
}

pub async fn find(app: &App, unit: &UnitId, id: &AccountId) -> Result<Option<Administrator>, Error> {
    app.table.get(&Key::administrator(unit, id)).await
}
