//! Brings the demo's people in.

use anyhow::{Context, Result, anyhow, bail};
use domain::administrator::AdministratorForm;
use domain::identity::IdentityNumber;
use domain::mobile::MobileNumber;
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::crypto::passwords;
use functions::store::accounts::Account;
use functions::store::administrators::{Administrator, count_chief};
use functions::store::table::{Change, Condition};
use functions::store::units::Unit;
use functions::store::{people, units};

use super::demo_people::{self, DEMO_PEOPLE, DESK, Member, PASSWORD};
use super::demo_registrations::Reviewers;
use super::desk::{Person, Reviewer};
use super::dice::Dice;
use super::operator;
use super::places::Places;
use super::unit_names::HOSPITAL;
use super::{plain, write};

/// An initial password works for 14 days.
const INITIAL_PASSWORD_SECONDS: i64 = 14 * 86_400;
const JOINED_SECONDS_AGO: i64 = 400 * 86_400;

/// Everybody who does something.
#[derive(Default)]
pub struct People {
    professionals: Vec<Person>,
    reviewers: Vec<(&'static str, Reviewer)>,
}

impl People {
    pub fn len(&self) -> usize {
        self.professionals.len() + self.reviewers.len()
    }

    pub fn professionals(&self) -> &[Person] {
        &self.professionals
    }

    pub fn professional(&self, name: &str) -> Result<&Person> {
        self.professionals.iter().find(|person| person.name == name).with_context(|| format!("the demo has no {name}"))
    }

    /// Who reviews for a department of a unit.
    pub fn reviewers(&self, unit: &str, scope: &Scope) -> Result<Reviewers> {
        let at = |scope: &Scope| {
            let mut all = self.reviewers.iter().filter(|(place, _)| *place == unit);
            all.find(|(_, reviewer)| reviewer.scope == *scope).map(|(_, reviewer)| reviewer.clone())
        };
        let chief = at(&Scope { unit: scope.unit.clone(), department: None });
        let Some(chief) = chief else { bail!("the demo has nobody who reviews for {unit}") };
        Ok(Reviewers { department: scope.department.as_ref().and_then(|_| at(scope)), chief })
    }
}

/// Stores people and accounts. One hash serves all who have the demo's password: making each anew would take seconds.
pub async fn people(app: &App, places: &Places, now: Timestamp) -> Result<People> {
    let today = now.date();
    let (hash, joined) = (passwords::hash_here(PASSWORD), now.plus_seconds(-JOINED_SECONDS_AGO));
    let mut dice = Dice::new(13_800);
    let mut people = People::default();
    let mut changes = Vec::new();
    for member in &DEMO_PEOPLE {
        let identity = member.identity(today);
        let scope = places.scope(member.unit, member.department)?;
        for role in member.roles {
            let mut account = account(app, *role, member.name, &identity, &hash, joined);
            if *role == Role::Professional {
                let mobile = mobile(&mut dice)?;
                let (person, put) = professional(app, &account, &identity, &mobile, &scope, member.department)?;
                people.professionals.push(person);
                changes.push(put);
            } else {
                account.scope = Some(scope.clone());
                if member.initial_password {
                    account.password_hash = passwords::hash_here(&demo_people::initial_password(identity.expose()));
                    account.must_change_password = true;
                    account.initial_password_until = Some(now.plus_seconds(INITIAL_PASSWORD_SECONDS));
                    account.created_at = now;
                } else {
                    people.reviewers.push((member.unit, reviewer(app, &account, &identity, &scope)));
                }
                let mobile = mobile(&mut dice)?;
                changes.extend(administrator(app, member, &identity, &scope, &mobile, &account)?);
            }
            changes.push(account.put().map_err(plain)?);
        }
    }
    for extra in demo_people::extras(today) {
        let scope = places.scope(HOSPITAL, Some(extra.department))?;
        let account = account(app, Role::Professional, &extra.name, &extra.identity, &hash, joined);
        let mobile = mobile(&mut dice)?;
        let (person, put) = professional(app, &account, &extra.identity, &mobile, &scope, Some(extra.department))?;
        people.professionals.push(person);
        changes.extend([put, account.put().map_err(plain)?]);
    }
    let hospital = units::find_now(app, &places.unit(HOSPITAL)?).await.map_err(plain)?;
    let hospital = hospital.context("the hospital is there")?;
    changes.push(unit_account(app, &hospital, &hash, joined)?.put().map_err(plain)?);
    write(app, changes).await?;
    people.reviewers.push((DESK, operator::make(app, &hash).await?));
    Ok(people)
}

pub fn account(
    app: &App,
    role: Role,
    name: &str,
    identity: &IdentityNumber,
    hash: &str,
    created_at: Timestamp,
) -> Account {
    Account {
        id: app.vault.account_id(role, &identity.lookup_form()),
        role,
        name: name.to_owned(),
        identity_masked: identity.masked(),
        person: Some(app.vault.person_id(identity)),
        scope: None,
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch: 0,
        password_hash: hash.to_owned(),
        created_at,
        receipt: None,
        unconfirmed: false,
    }
}

fn professional(
    app: &App,
    account: &Account,
    identity: &IdentityNumber,
    mobile: &MobileNumber,
    employer: &Scope,
    department: Option<&'static str>,
) -> Result<(Person, Change)> {
    let record = people::Person::new(&app.vault, account.name.clone(), identity, Some(mobile), employer.clone());
    let person = Person {
        account: account.id.clone(),
        person: record.id.clone(),
        name: account.name.clone(),
        unit: employer.unit.clone(),
        department,
    };
    Ok((person, record.put().map_err(plain)?))
}

fn reviewer(app: &App, account: &Account, identity: &IdentityNumber, scope: &Scope) -> Reviewer {
    Reviewer {
        account: account.id.clone(),
        role: account.role,
        own_person: Some(app.vault.person_id(identity)),
        name: account.name.clone(),
        scope: scope.clone(),
        epoch: account.epoch,
    }
}

/// What the unit knows of an administrator.
fn administrator(
    app: &App,
    member: &Member,
    identity: &IdentityNumber,
    scope: &Scope,
    mobile: &MobileNumber,
    account: &Account,
) -> Result<Vec<Change>> {
    let form = AdministratorForm {
        name: member.name.to_owned(),
        mobile: mobile.expose().to_owned(),
        on_staff: true,
        department: scope.department.clone(),
        may_sign_in: true,
        duties: "继续教育".to_owned(),
        ..AdministratorForm::default()
    };
    let details = form.parse_change().map_err(|_| anyhow!("the demo has a wrong administrator"))?;
    let (mut administrator, _) = Administrator::appoint(
        &app.vault,
        &scope.unit,
        identity,
        details,
        account.created_at,
        account.password_hash.clone(),
    )
    .map_err(plain)?;
    administrator.initial_password_until = account.initial_password_until;
    let mut changes = vec![administrator.put(&scope.unit, Condition::Missing).map_err(plain)?];
    changes.extend(count_chief(&scope.unit, false, administrator.is_acting_chief()));
    Ok(changes)
}

/// The hospital's own account, which signs in with its credit code.
pub fn unit_account(app: &App, unit: &Unit, hash: &str, created_at: Timestamp) -> Result<Account> {
    let code = unit.credit_code.as_ref().context("the hospital has a credit code")?;
    Ok(Account {
        id: app.vault.account_id(Role::Unit, code.as_str()),
        role: Role::Unit,
        name: unit.name.clone(),
        identity_masked: code.as_str().to_owned(),
        person: None,
        scope: Some(Scope { unit: unit.id.clone(), department: None }),
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch: 0,
        password_hash: hash.to_owned(),
        created_at,
        receipt: None,
        unconfirmed: false,
    })
}

fn mobile(dice: &mut Dice) -> Result<MobileNumber> {
    MobileNumber::parse(&format!("1990000{:04}", dice.below(10_000))).ok().context("the demo has a wrong number")
}
