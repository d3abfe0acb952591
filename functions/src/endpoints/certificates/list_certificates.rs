use domain::contract::certificates::{CertificateList, IssuableYear, ListCertificatesRequest};
use domain::limits::CREDITED_YEAR_MIN;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::{certificates, rules, years};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    _: ListCertificatesRequest,
) -> Result<CertificateList, Error> {
    let app = cx.app;
    let (issued, person) = certificates::all_of(app, &caller.person).await?;
    let mut certificates = Vec::with_capacity(issued.len());
    for one in issued.into_iter().rev() {
        let now = years::read(&person, one.year)?;
        certificates.push(one.shown(now));
    }
    let rules = rules::today(app).await?;
    let mut issuable = Vec::new();
    for year in (CREDITED_YEAR_MIN..=app.clock.now().date().year()).rev() {
        let totals = years::read(&person, year)?.totals;
        let is_met = rules.requirement_for(year).is_some_and(|requirement| totals.meet(requirement));
        if is_met && !certificates.iter().any(|one| one.year == year && one.valid) {
            issuable.push(IssuableYear { year, totals, waits_for: Vec::new() });
        }
    }
    let years: Vec<i32> = issuable.iter().map(|one| one.year).collect();
    let mut waiting = certificates::waits_for(app, &caller.person, &years).await?;
    for one in &mut issuable {
        one.waits_for = waiting.remove(&one.year).unwrap_or_default();
    }
    Ok(CertificateList { certificates, issuable })
}
