use domain::certificate::CertificateNumber;
use domain::contract::certificates::{Certificate, IssueCertificateRequest};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::certificates::{self, Issue, Issued};
use crate::store::keys::Key;
use crate::store::people::Person;
use crate::store::{rules, table, units, years};
use crate::vault::random_bits;

/// Times that the year is looked at anew because it lapsed meanwhile.
const RACES_MAX: u32 = 3;

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: IssueCertificateRequest,
) -> Result<Certificate, Failure> {
    let house = visit.house;
    let year = request.year;
    let rules = rules::today(house).await?;
    for _ in 0..RACES_MAX {
        let item = house.table.get_item(&Key::person(&caller.person), true).await?.ok_or(Failure::NotFound)?;
        let now = years::read(&item, year)?;
        let requirement = rules.requirement_for(year);
        if !requirement.is_some_and(|requirement| now.totals.meet(requirement)) {
            return Err(not_fulfilled(year));
        }
        if let Some(issued) = certificates::find(house, &caller.person, year, now.lapses).await? {
            return Ok(issued.shown(now));
        }
        let waits_for = certificates::waits_for(house, &caller.person, year).await?;
        if !waits_for.is_empty() {
            return Err(unit_unverified(&waits_for));
        }
        let person: Person = table::parse(item.clone())?;
        let unit = units::find(house, &person.home.unit).await?.map(|unit| unit.name).unwrap_or_default();
        let certificate = Issued {
            number: CertificateNumber::from_bits(random_bits()),
            person: person.id,
            year,
            lapses: now.lapses,
            name: person.name,
            identity_masked: person.identity_masked,
            unit,
            totals: now.totals,
            issued_at: house.clock.now(),
        };
        match certificates::issue(house, certificate, &item).await? {
            Issue::Done(issued) => return Ok(issued.shown(now)),
            Issue::Lapsed => {}
        }
    }
    Err(Failure::Busy)
}

fn unit_unverified(units: &[String]) -> Failure {
    let units = units.join("”“");
    Failure::Conflict {
        code: "unit_unverified",
        message: format!("部分学时由“{units}”认定，该单位尚待平台核实；核实后即可领取证书，无需重新登记"),
    }
}

fn not_fulfilled(year: i32) -> Failure {
    Failure::Conflict {
        code: "not_fulfilled", message: format!("{year} 年度的学时还没有达到要求，达标后即可领取证书")
    }
}
