use domain::contract::registrations::{ReadTotalsRequest, TotalsByYear, YearTotals};
use domain::limits::CLOSING_NOTICE_DAYS;
use domain::totals::Totals;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::{people, rules, windows};

pub async fn handle(cx: RequestContext<'_>, caller: Professional, _: ReadTotalsRequest) -> Result<TotalsByYear, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let year = now.date().year();
    let (person, mut years) = people::with_totals(app, &caller.person, year).await?;
    if years.last().is_none_or(|(last, _)| *last < year) {
        years.push((year, Totals::default()));
    }
    let rules = rules::today(app).await?;
    let closing = windows::of_unit(app, &person.employer.unit).await?.closing(now, CLOSING_NOTICE_DAYS);
    Ok(TotalsByYear {
        closing: closing.iter().map(|one| one.sentence(now)).collect(),
        years: years
            .into_iter()
            .rev()
            .map(|(year, totals)| YearTotals { year, totals, requirement: rules.requirement_for(year).cloned() })
            .collect(),
    })
}
