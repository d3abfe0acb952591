use domain::contract::overview::{DepartmentSummary, MonthSummary, Overview, ReadOverviewRequest};
use domain::hours::Hours;
use domain::id::UnitId;
use domain::limits::CLOSING_NOTICE_DAYS;
use domain::permission::Scope;
use domain::timestamp::Timestamp;
use domain::totals::Totals;
use time::Date;

use crate::app::App;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::keys::{StatusPartition, status_instant};
use crate::store::table::SortRange;
use crate::store::{overviews, people, rules, status_partitions, units, windows};

/// Counting reads everybody in the scope, so what was counted is shown for this long.
const COUNTED_FOR_SECONDS: i64 = 10 * 60;

pub async fn handle(cx: RequestContext<'_>, caller: Administrator, _: ReadOverviewRequest) -> Result<Overview, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let year = now.date().year();
    if let Some(counted) = overviews::find(app, &caller.scope, year).await?
        && now < counted.counted_at.plus_seconds(COUNTED_FOR_SECONDS)
    {
        return Ok(Overview { closing: closing(app, &caller.scope.unit).await?, ..counted });
    }
    let counted = Overview {
        year,
        counted_at: now,
        pending_first: status_partitions::count(app, &caller.scope, StatusPartition::PendingFirst).await?,
        pending_final: status_partitions::count(app, &caller.scope, StatusPartition::PendingFinal).await?,
        departments: departments(app, &caller.scope, year).await?,
        months: months(app, &caller.scope, year).await?,
        closing: closing(app, &caller.scope.unit).await?,
    };
    overviews::put(app, &caller.scope, &counted).await?;
    Ok(counted)
}

/// What the unit's people are told as well; it is not kept, because an end may be set anew at any time.
async fn closing(app: &App, unit: &UnitId) -> Result<Vec<String>, Error> {
    let now = app.clock.now();
    let closing = windows::of_unit(app, unit).await?.closing(now, CLOSING_NOTICE_DAYS);
    Ok(closing.iter().map(|one| one.sentence(now)).collect())
}

async fn departments(app: &App, scope: &Scope, year: i32) -> Result<Vec<DepartmentSummary>, Error> {
    let requirement = rules::today(app).await?.requirement_for(year).cloned();
    let fulfils = |totals: Totals| requirement.as_ref().is_some_and(|requirement| totals.meet(requirement));
    let mut counts = people::fulfilment(app, scope, year, fulfils).await?;
    let mut names = units::departments(app, &scope.unit).await?;
    names.sort_by(|a, b| a.name.cmp(&b.name));
    let mut standings: Vec<DepartmentSummary> = Vec::new();
    for name in names {
        if let Some((people, fulfilled)) = counts.remove(&Some(name.id.clone())) {
            standings.push(DepartmentSummary { department: Some(name), people, fulfilled });
        }
    }
    // Who belongs to none, or to one that is gone, is the chief's.
    let (people, fulfilled) = counts.into_values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if people > 0 {
        standings.push(DepartmentSummary { department: None, people, fulfilled });
    }
    Ok(standings)
}

/// What was approved in each month of the year, by the instant of the decision.
async fn months(app: &App, scope: &Scope, year: i32) -> Result<Vec<MonthSummary>, Error> {
    let first = |year| Date::from_ordinal_date(year, 1).map_or(Timestamp::default(), Timestamp::midnight);
    let sort = SortRange::Between(status_instant(first(year)), status_instant(first(year + 1)));
    let mut months = vec![MonthSummary::default(); 12];
    for (at, hours) in status_partitions::approved(app, scope, sort).await? {
        let month = &mut months[usize::from(u8::from(at.date().month())) - 1];
        month.approved += 1;
        month.hours = Hours::from_tenths(month.hours.tenths().saturating_add(hours.tenths()));
    }
    Ok(months)
}
