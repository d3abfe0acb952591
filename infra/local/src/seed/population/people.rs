//! Who somebody is: names, made-up numbers that are valid, and the department.

use anyhow::{Result, anyhow};
use domain::identity::IdentityNumber;
use domain::mobile::MobileNumber;
use domain::permission::{Role, Scope};
use domain::region;
use functions::crypto::vault::Vault;
use functions::http::caller::Administrator;
use time::Date;

use super::super::demo_people::{GIVEN_NAMES, SURNAMES};
use super::super::dice::Dice;
use super::layout::Workplace;
use super::plan::{Plan, Throw};

/// Counties, years, months, days and serials of which identity numbers are made.
const COUNTIES: u64 = 111;
const BORN_FROM: u64 = 1_962;
const BORN_YEARS: u64 = 41;
const SERIALS_FROM: u64 = 400;
const SERIALS: u64 = 599;
const NUMBERS: u64 = COUNTIES * BORN_YEARS * 12 * 28 * SERIALS;
/// A prime that divides no factor of [`NUMBERS`]: neighbours are not alike, and no two are the same.
const SCATTER: u64 = 611_953;
/// Where the numbers of reviewers begin; each unit has handler for a chief and its departments.
const REVIEWERS_FROM: u64 = 500_000_000;
const REVIEWERS_PER_UNIT: u64 = 16;
/// Of a hundred people in a unit with departments, those who belong to none.
const WITHOUT_DEPARTMENT: usize = 3;

/// Somebody who registers.
pub struct Somebody {
    pub name: String,
    pub identity: IdentityNumber,
    pub mobile: MobileNumber,
    /// The position of the department in the unit.
    pub department: Option<usize>,
}

impl Somebody {
    /// The person with this number in the province.
    pub fn of(plan: &Plan, workplace: &Workplace<'_>, number: u64) -> Result<Self> {
        let mut dice = plan.dice(Throw::Person, number);
        let departments = workplace.departments().len();
        let department = (departments > 0 && !dice.in_hundred(WITHOUT_DEPARTMENT)).then(|| dice.below(departments));
        let mobile = MobileNumber::parse(&format!("199{:08}", number % 100_000_000));
        Ok(Self {
            name: name(&mut dice),
            identity: identity(plan, number)?,
            mobile: mobile.map_err(|_| anyhow!("the province has a wrong mobile number"))?,
            department,
        })
    }
}

/// Who reviews for the whole of a unit, or for the department at a position.
pub fn reviewer(
    plan: &Plan,
    vault: &Vault,
    workplace: &Workplace<'_>,
    department: Option<usize>,
) -> Result<Administrator> {
    let identity = reviewer_identity(plan, workplace, department)?;
    Ok(Administrator {
        account: vault.account_id(Role::Administrator, &identity.lookup_form()),
        role: Role::Administrator,
        own_person: Some(vault.person_id(&identity)),
        name: reviewer_name(plan, workplace, department),
        scope: reviewer_scope(workplace, department),
        epoch: 0,
    })
}

pub fn reviewer_identity(plan: &Plan, workplace: &Workplace<'_>, department: Option<usize>) -> Result<IdentityNumber> {
    identity(plan, reviewer_number(workplace, department))
}

pub fn reviewer_name(plan: &Plan, workplace: &Workplace<'_>, department: Option<usize>) -> String {
    name(&mut plan.dice(Throw::Person, reviewer_number(workplace, department)))
}

fn reviewer_scope(workplace: &Workplace<'_>, department: Option<usize>) -> Scope {
    workplace.scope(department)
}

fn reviewer_number(workplace: &Workplace<'_>, department: Option<usize>) -> u64 {
    REVIEWERS_FROM + workplace.number as u64 * REVIEWERS_PER_UNIT + department.map_or(0, |position| 1 + position as u64)
}

/// Half of the names are everyday ones, half are put together.
fn name(dice: &mut Dice) -> String {
    let surname = dice.pick(&SURNAMES);
    let given = *dice.pick(&GIVEN_NAMES);
    if dice.in_hundred(50) {
        return format!("{surname}{given}");
    }
    let first = given.chars().next().unwrap_or('文');
    let last = dice.pick(&GIVEN_NAMES).chars().last().unwrap_or('华');
    format!("{surname}{first}{last}")
}

/// A number that nobody else of the province has.
fn identity(plan: &Plan, number: u64) -> Result<IdentityNumber> {
    let offset = plan.seed.wrapping_mul(7_919) % NUMBERS;
    let mut rest = (number * SCATTER + offset) % NUMBERS;
    let mut take = |of: u64| {
        let taken = rest % of;
        rest /= of;
        taken
    };
    let county = county(take(COUNTIES))?;
    let (year, month, day) = (BORN_FROM + take(BORN_YEARS), 1 + take(12), 1 + take(28));
    let serial = SERIALS_FROM + take(SERIALS);
    let base17 = format!("{county}{year}{month:02}{day:02}{serial}");
    IdentityNumber::from_base17(&base17, Date::MAX).map_err(|_| anyhow!("the province has a wrong identity number"))
}

fn county(position: u64) -> Result<&'static str> {
    let counties = region::guangxi_cities().iter().flat_map(|city| region::counties(*city));
    let all = usize::try_from(position).ok().and_then(|position| counties.into_iter().nth(position));
    all.map(|county| county.as_str()).ok_or_else(|| anyhow!("there are fewer than {COUNTIES} counties"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_people_have_one_number() {
        let plan = Plan { people: 1, units: 10, years: 1, seed: 7, until: "2026-11-20".to_owned() };
        let all: HashSet<String> = (0..20_000)
            .chain(REVIEWERS_FROM..REVIEWERS_FROM + 20_000)
            .map(|number| identity(&plan, number).expect("a valid number").expose().to_owned())
            .collect();
        assert_eq!(all.len(), 40_000);
        // The multiplication permutes all numbers only if the two have no factor in common.
        let gcd = |mut a: u64, mut b: u64| {
            while b > 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        assert_eq!(gcd(SCATTER, NUMBERS), 1);
        const { assert!(REVIEWERS_FROM + 277_000 * REVIEWERS_PER_UNIT < NUMBERS) };
    }
}
