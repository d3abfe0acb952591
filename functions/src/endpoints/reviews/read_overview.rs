use domain::contract::overview::{DepartmentStanding, MonthStanding, Overview, ReadOverviewRequest};
use domain::hours::Hours;
use domain::id::UnitId;
use domain::limits::CLOSING_NOTICE_DAYS;
use domain::permission::Scope;
use domain::timestamp::Timestamp;
use time::Date;

use crate::house::House;
use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::store::keys::{Shelf, shelf_instant};
use crate::store::table::SortRange;
use crate::store::{overviews, people, rules, shelves, units, windows};

/// Counting reads everybody in the scope, so what was counted is shown for this long.
const COUNTED_FOR_SECONDS: i64 = 10 * 60;

pub async fn room(visit: Visit<'_>, caller: Administrator, _: ReadOverviewRequest) -> Result<Overview, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let year = now.date().year();
    if let Some(counted) = overviews::find(house, &caller.scope, year).await?
        && now < counted.counted_at.plus_seconds(COUNTED_FOR_SECONDS)
    {
        return Ok(Overview { closing: closing(house, &caller.scope.unit).await?, ..counted });
    }
    let counted = Overview {
        year,
        counted_at: now,
        pending_first: shelves::count(house, &caller.scope, Shelf::PendingFirst).await?,
        pending_final: shelves::count(house, &caller.scope, Shelf::PendingFinal).await?,
        departments: departments(house, &caller.scope, year).await?,
        months: months(house, &caller.scope, year).await?,
        closing: closing(house, &caller.scope.unit).await?,
    };
    overviews::put(house, &caller.scope, &counted).await?;
    Ok(counted)
}

/// What the unit's people are told as well; it is not kept, because an end may be set anew at any time.
async fn closing(house: &House, unit: &UnitId) -> Result<Vec<String>, Failure> {
    let now = house.clock.now();
    let closing = windows::of_unit(house, unit).await?.closing(now, CLOSING_NOTICE_DAYS);
    Ok(closing.iter().map(|one| one.sentence(now)).collect())
}

async fn departments(house: &House, scope: &Scope, year: i32) -> Result<Vec<DepartmentStanding>, Failure> {
    let requirement = rules::today(house).await?.requirement_for(year).cloned();
    let fulfils = |totals| requirement.as_ref().is_some_and(|requirement| requirement.is_met_by(totals));
    let mut counts = people::fulfilment(house, scope, year, fulfils).await?;
    let mut names = units::departments(house, &scope.unit).await?;
    names.sort_by(|a, b| a.name.cmp(&b.name));
    let mut standings: Vec<DepartmentStanding> = Vec::new();
    for name in names {
        if let Some((people, fulfilled)) = counts.remove(&Some(name.id.clone())) {
            standings.push(DepartmentStanding { department: Some(name), people, fulfilled });
        }
    }
    // Who belongs to none, or to one that is gone, is the chief's.
    let (people, fulfilled) = counts.into_values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if people > 0 {
        standings.push(DepartmentStanding { department: None, people, fulfilled });
    }
    Ok(standings)
}

/// What was approved in each month of the year, by the instant of the decision.
async fn months(house: &House, scope: &Scope, year: i32) -> Result<Vec<MonthStanding>, Failure> {
    let first = |year| Date::from_ordinal_date(year, 1).map_or(Timestamp::default(), Timestamp::midnight);
    let sort = SortRange::Between(shelf_instant(first(year)), shelf_instant(first(year + 1)));
    let mut months = vec![MonthStanding::default(); 12];
    for (at, hours) in shelves::approved(house, scope, sort).await? {
        let month = &mut months[usize::from(u8::from(at.date().month())) - 1];
        month.approved += 1;
        month.hours = Hours::from_tenths(month.hours.tenths().saturating_add(hours.tenths()));
    }
    Ok(months)
}
