//! The few of a made province who sign in. Everybody has the demo's password, hashed once.

use anyhow::{Result, anyhow};
use domain::administrator::AdministratorForm;
use domain::permission::Role;
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::crypto::passwords;
use functions::store::administrators::{Administrator, count_chief};
use functions::store::table::{Change, Condition};

use super::super::demo_people::PASSWORD;
use super::super::{demo_accounts, plain};
use super::layout::{Layout, Workplace};
use super::people::{self, Somebody};
use super::plan::Plan;

/// Professionals of the first hospital who sign in.
const PROFESSIONALS: u64 = 3;

/// What signs in, to be told to who has made the province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub role: Role,
    pub login: String,
    pub name: String,
    pub unit: String,
    pub department: &'static str,
}

/// An administrator, a chief or one of a department.
type Office<'l> = (Workplace<'l>, Option<usize>);

fn offices(layout: &Layout) -> Vec<Office<'_>> {
    let first = layout.unit_of(0);
    let head = (!first.departments().is_empty()).then(|| (first.clone(), Some(0)));
    let other = layout.largest_but_first().map(|unit| (unit, None));
    [(first, None)].into_iter().chain(head).chain(other).collect()
}

fn professionals(plan: &Plan, layout: &Layout) -> Result<Vec<Somebody>> {
    let first = layout.unit_of(0);
    let numbers = first.people.clone().take(usize::try_from(PROFESSIONALS)?);
    numbers.map(|number| Somebody::of(plan, &first, number)).collect()
}

/// Whoever signs in.
pub fn accounts(plan: &Plan, layout: &Layout) -> Result<Vec<Shown>> {
    let first = layout.unit_of(0);
    let department = |workplace: &Workplace<'_>, position: Option<usize>| {
        position.map(|position| workplace.departments()[position]).unwrap_or_default()
    };
    let mut all = Vec::new();
    for somebody in professionals(plan, layout)? {
        all.push(Shown {
            role: Role::Professional,
            login: somebody.identity.expose().to_owned(),
            name: somebody.name.clone(),
            unit: first.listed.name.clone(),
            department: department(&first, somebody.department),
        });
    }
    for (workplace, position) in offices(layout) {
        all.push(Shown {
            role: Role::Administrator,
            login: people::reviewer_identity(plan, &workplace, position)?.expose().to_owned(),
            name: people::reviewer_name(plan, &workplace, position),
            unit: workplace.listed.name.clone(),
            department: department(&workplace, position),
        });
    }
    all.push(Shown {
        role: Role::Unit,
        login: first.listed.credit_code.as_str().to_owned(),
        name: first.listed.name.clone(),
        unit: first.listed.name.clone(),
        department: "",
    });
    Ok(all)
}

/// What stores them.
pub fn changes(app: &App, plan: &Plan, layout: &Layout, now: Timestamp) -> Result<Vec<Change>> {
    let hash = passwords::hash_here(PASSWORD);
    let mut changes = Vec::new();
    for somebody in professionals(plan, layout)? {
        let account = demo_accounts::account(app, Role::Professional, &somebody.name, &somebody.identity, &hash, now);
        changes.push(account.put().map_err(plain)?);
    }
    for (workplace, position) in offices(layout) {
        let identity = people::reviewer_identity(plan, &workplace, position)?;
        let name = people::reviewer_name(plan, &workplace, position);
        let scope = workplace.scope(position);
        let mut account = demo_accounts::account(app, Role::Administrator, &name, &identity, &hash, now);
        account.scope = Some(scope.clone());
        changes.push(account.put().map_err(plain)?);
        let form = AdministratorForm {
            name,
            mobile: "19900000000".to_owned(),
            on_staff: true,
            department: scope.department.clone(),
            may_sign_in: true,
            duties: "继续教育".to_owned(),
            ..AdministratorForm::default()
        };
        let details = form.parse_change().map_err(|_| anyhow!("the province has a wrong administrator"))?;
        let (mut administrator, _) =
            Administrator::appoint(&app.vault, &scope.unit, &identity, details, now, hash.clone()).map_err(plain)?;
        administrator.initial_password_until = None;
        changes.push(administrator.put(&scope.unit, Condition::Missing).map_err(plain)?);
        changes.extend(count_chief(&scope.unit, false, administrator.is_acting_chief()));
    }
    let unit = layout.unit(layout.unit_of(0).number);
    changes.push(demo_accounts::unit_account(app, &unit, &hash, now)?.put().map_err(plain)?);
    Ok(changes)
}
