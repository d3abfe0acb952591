//! What learning platforms have delivered for somebody, and the certificates of the years that it fulfilled.

use anyhow::{Result, anyhow};
use domain::category::CategoryTable;
use domain::certificate::CertificateNumber;
use domain::completion::{CompletionChange, DeliveryForm};
use domain::hours::{Hours, date_text};
use domain::timestamp::Timestamp;
use domain::totals::Totals;
use functions::crypto::vault::Vault;
use functions::error::Error;
use functions::store::certificates::Issued;
use functions::store::completions::Arrival;
use functions::store::platforms::Platform;
use functions::store::table::Item;
use functions::store::years::{self, YearChanges};
use time::{Date, Duration, Month};

use super::super::dice::Dice;
use super::super::platform::COURSES;
use super::registrations::Past;

/// Of a hundred years of somebody, those with courses, and of fulfilled years those with a certificate.
const WITH_COURSES: usize = 55;
const WITH_CERTIFICATE: usize = 60;
const DAY_SECONDS: i64 = 86_400;

/// The courses that somebody completed in a year up to `today`.
pub fn courses(
    vault: &Vault,
    platform: &Platform,
    (number, identity_number): (u64, &str),
    year: i32,
    today: Date,
    dice: &mut Dice,
    changes: &mut YearChanges,
) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    if !dice.in_hundred(WITH_COURSES) {
        return Ok(items);
    }
    let count = 2 + dice.below(COURSES.len() - 1);
    for (place, (course, hours)) in COURSES.iter().enumerate().take(count) {
        let completed_on = Date::from_calendar_date(year, Month::February, 1)?
            + Duration::days(i64::try_from(place * 40 + dice.below(35))?);
        if completed_on > today {
            continue;
        }
        let delivery = DeliveryForm {
            completion: format!("GX-{year}-{number:08}-{place}"),
            revision: 1,
            action: CompletionChange::Complete,
            identity_number: identity_number.to_owned(),
            course: (*course).to_owned(),
            hours: (*hours).to_owned(),
            credited_year: Some(year),
            completed_on: date_text(completed_on),
            ..DeliveryForm::default()
        };
        let delivery = delivery.parse(today).map_err(|mistakes| anyhow!("the province delivers {mistakes:?}"))?;
        let (stored, added) = Arrival::new(vault, delivery).first(platform).map_err(told)?;
        items.extend(stored.into_iter().filter_map(functions::store::table::Change::into_item));
        if let Some((year, change)) = added {
            changes.add(year, change);
        }
    }
    Ok(items)
}

/// The certificates of some of the years that `figures`, the person's item, shows fulfilled.
pub fn certificates(
    about: &Issued,
    figures: &Item,
    past: &Past,
    credited: impl Iterator<Item = i32>,
    until: Timestamp,
    dice: &mut Dice,
) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for year in credited {
        let totals: Totals = years::read(figures, year).map_err(told)?.totals;
        let requirement = CategoryTable::built_in().requirement_for(year);
        if !requirement.is_some_and(|requirement| totals.meet(requirement)) || !dice.in_hundred(WITH_CERTIFICATE) {
            continue;
        }
        // When the last hours have come, whether approved or delivered.
        let new_year = Timestamp::midnight(Date::from_calendar_date(year + 1, Month::January, 1)?);
        let approved = past.approved.iter().filter(|(of, _)| *of == year).map(|(_, at)| *at).max();
        let last = approved.unwrap_or(new_year).max(new_year.min(until.plus_seconds(-DAY_SECONDS)));
        let issued_at = last.plus_seconds(3_600 + i64::try_from(dice.below(20))? * DAY_SECONDS);
        let number = CertificateNumber::from_bits(u128::from(dice.bits()) << 64 | u128::from(dice.bits()));
        if issued_at <= until {
            let issued = Issued { number, year, totals, issued_at, ..about.clone() };
            items.extend(
                issued.puts().map_err(told)?.into_iter().filter_map(functions::store::table::Change::into_item),
            );
        }
    }
    Ok(items)
}

/// A certificate of nothing yet, to be filled in for each year.
pub fn blank(person: &functions::store::people::Person, unit: &str) -> Issued {
    Issued {
        number: CertificateNumber::from_bits(0),
        person: person.id.clone(),
        year: 0,
        lapses: 0,
        name: person.name.clone(),
        identity_masked: person.identity_masked.clone(),
        unit: unit.to_owned(),
        totals: Totals { common: Hours::ZERO, specialty: Hours::ZERO },
        issued_at: Timestamp::default(),
    }
}

fn told(failure: Error) -> anyhow::Error {
    anyhow!("the province breaks a rule: {failure:?}")
}
