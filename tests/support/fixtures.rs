//! People, units and registrations to try things with. Names and numbers are made up; check characters are right.

use std::sync::LazyLock;

use domain::administrator::AdministratorForm;
use domain::contract::registrations::{
    BatchRequest, BatchResponse, ItemResult, Outcome, RegistrationRow, Seen, SubmitRequest,
};
use domain::contract::{CreateRegistration, SubmitRegistrations};
use domain::credit_code::CreditCode;
use domain::id::{DepartmentId, PersonId, UnitId};
use domain::identity::IdentityNumber;
use domain::mobile::MobileNumber;
use domain::permission::{Role, Scope};
use domain::region::Region;
use domain::registration::RegistrationForm;
use functions::store::accounts::{self, Account};
use functions::store::administrators::{Administrator, count_chief};
use functions::store::directory::{self, DirectoryUnit};
use functions::store::people::Person;
use functions::store::table::Condition;
use functions::store::units::{Department, Unit};

use crate::browser::Browser;
use crate::world::{NOW, World};

pub const PASSWORD: &str = "三月的雨 1987";
static HASH: LazyLock<String> = LazyLock::new(|| functions::crypto::passwords::hash_here(PASSWORD));

/// The `n`-th identity number of a made-up series: ten thousand of each county, 青秀区 first.
pub fn identity(n: u32) -> IdentityNumber {
    let counties = domain::region::guangxi_cities().iter().flat_map(|city| domain::region::counties(*city));
    let first = Region::parse("450103").expect("青秀区");
    let others = counties.filter(|county| **county != first);
    let (series, n) = ((n / 10_000) as usize, n % 10_000);
    let county = [&first].into_iter().chain(others).nth(series).expect("a county for each series").as_str();
    IdentityNumber::from_base17(&format!("{county}1988022{n:04}"), NOW.date()).expect("a number of the right form")
}

/// The `n`-th credit code of a made-up series.
pub fn credit_code(n: u32) -> CreditCode {
    CreditCode::from_base17(&format!("12450100{n:09}")).expect("a code of the right form")
}

/// A professional at work.
#[derive(Clone)]
pub struct Member<'w> {
    pub browser: Browser<'w>,
    pub person: PersonId,
    pub identity: IdentityNumber,
}

impl World {
    /// Stores a unit, listed in the directory.
    pub async fn unit(&self, n: u32, name: &str, final_review: bool) -> UnitId {
        let code = credit_code(n);
        let region = Region::parse("450103").expect("青秀区");
        let name = name.to_owned();
        let listed =
            DirectoryUnit { name, credit_code: code, region, supervising: false, verified: true, disabled: false };
        let unit = Unit { final_review, ..Unit::new(&listed, String::new()) };
        let changes = vec![
            unit.put().expect("a unit as an item"),
            directory::list(self.app.clock.now(), &listed).expect("a listing as an item"),
        ];
        self.app.table.transact(changes).await.expect("a new unit");
        unit.id
    }

    pub async fn department(&self, unit: &UnitId, name: &str) -> DepartmentId {
        let id = DepartmentId::from_bits(functions::crypto::vault::random_bits());
        let department = Department { id: id.clone(), version: 1, name: name.to_owned(), remarks: String::new() };
        let change = department.put(unit).expect("a department as an item");
        self.app.table.transact(vec![change]).await.expect("a new department");
        id
    }

    /// Stores a professional with an account, signed in.
    pub async fn professional(&self, n: u32, name: &str, employer: Scope) -> Member<'_> {
        let identity = identity(n);
        let mobile = MobileNumber::parse("13800138000").expect("a mobile number");
        let person = Person::new(&self.app.vault, name.to_owned(), &identity, Some(&mobile), employer);
        let account = self.account(Role::Professional, name, &identity, None);
        let changes = vec![person.put().expect("a person as an item"), account.put().expect("an account as an item")];
        self.app.table.transact(changes).await.expect("a new person");
        Member { browser: self.signed_in(&account).await, person: person.id, identity }
    }

    /// Stores an administrator's account, signed in.
    pub async fn administrator(&self, n: u32, name: &str, scope: Scope) -> Browser<'_> {
        self.signed_in(&self.appointed(n, name, scope).await).await
    }

    /// Stores an administrator's account, and what the unit knows of them.
    pub async fn appointed(&self, n: u32, name: &str, scope: Scope) -> Account {
        let details = AdministratorForm {
            name: name.to_owned(),
            mobile: "13800138000".to_owned(),
            department: scope.department.clone(),
            may_sign_in: true,
            ..AdministratorForm::default()
        };
        let details = details.parse_change().expect("no mistake");
        let vault = &self.app.vault;
        let (administrator, _) = Administrator::appoint(vault, &scope.unit, &identity(n), details, NOW, HASH.clone())
            .expect("an administrator");
        let account = self.account(Role::Administrator, name, &identity(n), Some(scope.clone()));
        let mut changes =
            vec![account.put().expect("an item"), administrator.put(&scope.unit, Condition::Missing).expect("an item")];
        changes.extend(count_chief(&scope.unit, false, administrator.is_acting_chief()));
        self.app.table.transact(changes).await.expect("a new administrator");
        account
    }

    /// Stores a unit's own account, signed in.
    pub async fn unit_account(&self, n: u32, unit: &UnitId) -> Browser<'_> {
        let code = credit_code(n);
        let account = Account {
            id: self.app.vault.account_id(Role::Unit, code.as_str()),
            identity_masked: code.as_str().to_owned(),
            person: None,
            ..self.account(Role::Unit, "南宁市第一人民医院", &identity(n), Some(chief(unit)))
        };
        self.app.table.transact(vec![account.put().expect("an item")]).await.expect("a new account");
        self.signed_in(&account).await
    }

    pub fn account(&self, role: Role, name: &str, identity: &IdentityNumber, scope: Option<Scope>) -> Account {
        Account {
            id: self.app.vault.account_id(role, &identity.lookup_form()),
            role,
            name: name.to_owned(),
            identity_masked: identity.masked(),
            person: Some(self.app.vault.person_id(identity)),
            scope,
            must_change_password: false,
            initial_password_until: None,
            enabled: true,
            epoch: 0,
            password_hash: HASH.clone(),
            created_at: NOW,
            receipt: None,
            unconfirmed: false,
        }
    }

    pub async fn signed_in(&self, account: &Account) -> Browser<'_> {
        let token = accounts::start_session(&self.app, account, "Linux · Chrome").await.expect("a session");
        Browser { world: self, cookie: Some(format!("__Host-session={}", token.expose())) }
    }
}

pub fn chief(unit: &UnitId) -> Scope {
    Scope { unit: unit.clone(), department: None }
}

pub fn department(unit: &UnitId, department: &DepartmentId) -> Scope {
    Scope { unit: unit.clone(), department: Some(department.clone()) }
}

/// The manual's own row: 2018-05-07 to 2018-05-09, 16 hours.
pub fn form(title: &str) -> RegistrationForm {
    RegistrationForm {
        category: "training".to_owned(),
        subcategory: "training.face_to_face".to_owned(),
        title: title.to_owned(),
        start: "2018-05-07T00:00".to_owned(),
        end: "2018-05-09T00:00".to_owned(),
        claimed_hours: "16".to_owned(),
        credited_year: "2018".to_owned(),
        pledged: true,
        ..RegistrationForm::default()
    }
}

pub fn seen(row: &RegistrationRow) -> Seen {
    Seen { id: row.id.clone(), version: row.version }
}

pub fn batch(rows: &[&RegistrationRow]) -> BatchRequest {
    BatchRequest { items: rows.iter().map(|row| seen(row)).collect() }
}

/// The row that an item has become; panics if it was refused.
pub fn done(result: &ItemResult) -> RegistrationRow {
    match &result.outcome {
        Outcome::Done { row: Some(row) } => (**row).clone(),
        other => panic!("expected a row, got {other:?}"),
    }
}

/// The code with which an item was refused; `None` if it was not.
pub fn refusal(result: &ItemResult) -> Option<&str> {
    match &result.outcome {
        Outcome::Refused { code, .. } => Some(code),
        Outcome::Done { .. } => None,
    }
}

pub fn only(response: &BatchResponse) -> &ItemResult {
    assert_eq!(response.results.len(), 1);
    &response.results[0]
}

impl Member<'_> {
    pub async fn drafts(&self, title: &str) -> RegistrationRow {
        self.browser.call::<CreateRegistration>(&form(title)).await.expect("a new registration")
    }

    pub async fn submits(&self, row: &RegistrationRow, unit: &UnitId) -> RegistrationRow {
        let request = SubmitRequest { items: vec![seen(row)], unit: unit.clone() };
        let response = self.browser.call::<SubmitRegistrations>(&request).await.expect("a submission");
        done(only(&response))
    }
}
