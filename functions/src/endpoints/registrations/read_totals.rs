use domain::contract::registrations::{ReadTotalsRequest, TotalsByYear, YearTotals};
use domain::limits::CLOSING_NOTICE_DAYS;
use domain::totals::Totals;

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::{people, rules, windows};

pub async fn room(visit: Visit<'_>, caller: Professional, _: ReadTotalsRequest) -> Result<TotalsByYear, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let year = now.date().year();
    let (person, mut years) = people::with_totals(house, &caller.person, year).await?;
    if years.last().is_none_or(|(last, _)| *last < year) {
        years.push((year, Totals::default()));
    }
    let rules = rules::today(house).await?;
    let closing = windows::of_unit(house, &person.home.unit).await?.closing(now, CLOSING_NOTICE_DAYS);
    Ok(TotalsByYear {
        closing: closing.iter().map(|one| one.sentence(now)).collect(),
        years: years
            .into_iter()
            .rev()
            .map(|(year, totals)| YearTotals { year, totals, requirement: rules.requirement_for(year).cloned() })
            .collect(),
    })
}
