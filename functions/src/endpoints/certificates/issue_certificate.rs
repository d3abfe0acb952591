use domain::certificate::CertificateNumber;
use domain::contract::certificates::{Certificate, IssueCertificateRequest};

use crate::crypto::vault::random_bits;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::certificates::{self, Issue, Issued};
use crate::store::keys::Key;
use crate::store::people::Person;
use crate::store::{rules, table, units, years};

/// Times that the year is looked at anew because it lapsed meanwhile.
const RACES_MAX: u32 = 3;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: IssueCertificateRequest,
) -> Result<Certificate, Error> {
    let app = cx.app;
    let year = request.year;
    let rules = rules::today(app).await?;
    for _ in 0..RACES_MAX {
        let item = app.table.get_item(&Key::person(&caller.person), true).await?.ok_or(Error::NotFound)?;
        let now = years::read(&item, year)?;
        let requirement = rules.requirement_for(year);
        if !requirement.is_some_and(|requirement| now.totals.meet(requirement)) {
            return Err(not_fulfilled(year));
        }
        if let Some(issued) = certificates::find(app, &caller.person, year, now.lapses).await? {
            return Ok(issued.shown(now));
        }
        if let Some(units) = certificates::waits_for(app, &caller.person, &[year]).await?.get(&year) {
            return Err(unit_unverified(units));
        }
        let person: Person = table::parse(item.clone())?;
        let unit = units::find(app, &person.employer.unit).await?.map(|unit| unit.name).unwrap_or_default();
        let certificate = Issued {
            number: CertificateNumber::from_bits(random_bits()),
            person: person.id,
            year,
            lapses: now.lapses,
            name: person.name,
            identity_masked: person.identity_masked,
            unit,
            totals: now.totals,
            issued_at: app.clock.now(),
        };
        match certificates::issue(app, certificate, &item).await? {
            Issue::Done(issued) => return Ok(issued.shown(now)),
            Issue::Lapsed => {}
        }
    }
    Err(Error::Busy)
}

fn unit_unverified(units: &[String]) -> Error {
    let units = units.join("”“");
    Error::Conflict {
        code: "unit_unverified",
        message: format!("部分学时由“{units}”认定，该单位尚待平台核实；核实后即可领取证书，无需重新登记"),
    }
}

fn not_fulfilled(year: i32) -> Error {
    Error::Conflict {
        code: "not_fulfilled", message: format!("{year} 年度的学时还没有达到要求，达标后即可领取证书")
    }
}
