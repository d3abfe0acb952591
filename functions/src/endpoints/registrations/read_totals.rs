use domain::contract::registrations::{ReadTotalsRequest, TotalsByYear, YearTotals};
use domain::totals::Totals;

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::{people, rules};

pub async fn room(visit: Visit<'_>, caller: Professional, _: ReadTotalsRequest) -> Result<TotalsByYear, Failure> {
    let year = visit.house.clock.now().date().year();
    let mut years = people::totals(visit.house, &caller.person, year).await?;
    if years.last().is_none_or(|(last, _)| *last < year) {
        years.push((year, Totals::default()));
    }
    let rules = rules::today(visit.house).await?;
    Ok(TotalsByYear {
        years: years
            .into_iter()
            .rev()
            .map(|(year, totals)| YearTotals { year, totals, requirement: rules.requirement_for(year).cloned() })
            .collect(),
    })
}
