//! Certificates. What is stored of one never changes; whether it is valid is asked of the year that it is about.
//!
//! A certificate holds how often its year had lapsed when it was issued ([`YearRecord`]). It is valid as long as that is
//! still so. The count lies beside the totals and changes with them, so validity cannot disagree with them.

use std::collections::{BTreeMap, BTreeSet};

use domain::certificate::{CertificateNumber, masked_name};
use domain::contract::certificates::{Certificate, PublicCertificate, Verification};
use domain::id::{PersonId, UnitId};
use domain::review::State;
use domain::timestamp::Timestamp;
use domain::totals::{SpecialtyChange, Totals, TotalsChange, YearRecord};
use serde::{Deserialize, Serialize};

use super::keys::{CERTIFICATES, Key, person_partition};
use super::table::{Change, Condition, Item, NotDone, Range, SortRange, item};
use super::units::Unit;
use super::{registrations, rules, units, years};
use crate::app::App;
use crate::error::Error;

/// One certificate as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub number: CertificateNumber,
    pub person: PersonId,
    pub year: i32,
    /// How often the year had lapsed.
    pub lapses: u32,
    pub name: String,
    pub identity_masked: String,
    pub unit: String,
    pub totals: Totals,
    pub issued_at: Timestamp,
}

impl Issued {
    fn is_valid(&self, now: YearRecord) -> bool {
        self.lapses == now.lapses
    }

    /// The hours that it certifies and that are still there.
    fn totals_left(&self, now: YearRecord) -> Totals {
        self.totals.least(now.totals)
    }

    /// Stores it twice: as its holder lists it, and as the public finds it.
    pub fn puts(&self) -> Result<[Change; 2], Error> {
        let own = Key::own_certificate(&self.person, self.year, self.lapses);
        let put = |key: &Key| Ok::<_, Error>(Change::Put { item: item(key, self)?, condition: Condition::Missing });
        Ok([put(&own)?, put(&Key::certificate(&self.number))?])
    }

    pub fn shown(self, now: YearRecord) -> Certificate {
        Certificate {
            valid: self.is_valid(now),
            totals: self.totals_left(now),
            number: self.number,
            year: self.year,
            name: self.name,
            identity_masked: self.identity_masked,
            unit: self.unit,
            issued_at: self.issued_at,
        }
    }

    fn verified(&self, now: YearRecord) -> Verification {
        let totals = self.totals_left(now);
        let certificate = PublicCertificate {
            name: masked_name(&self.name),
            year: self.year,
            common: totals.common,
            specialty: totals.specialty,
            total: totals.total(),
        };
        if self.is_valid(now) { Verification::Valid { certificate } } else { Verification::Void { certificate } }
    }
}

/// All certificates of a person, by year and then by issue, with the person's item that says which are valid.
pub async fn all_of(app: &App, person: &PersonId) -> Result<(Vec<Issued>, Item), Error> {
    let range = Range {
        index: None,
        partition: person_partition(person),
        sort: SortRange::Prefix(CERTIFICATES.to_owned()),
        newest_first: false,
        consistent: true,
        after: None,
    };
    let issued = app.table.query_all(range).await?;
    let item = app.table.get_item(&Key::person(person), true).await?.ok_or(Error::NotFound)?;
    Ok((issued, item))
}

/// What becomes of an issue.
pub enum Issue {
    Done(Issued),
    /// The year lapsed after it was read. Nothing has happened.
    Lapsed,
}

/// Issues a certificate of a year that is fulfilled in `person`, the person's item. Another one of the same standing is
/// given back instead of a second.
pub async fn issue(app: &App, certificate: Issued, person: &Item) -> Result<Issue, Error> {
    let own = Key::own_certificate(&certificate.person, certificate.year, certificate.lapses);
    let [own_put, public_put] = certificate.puts()?;
    // A year that has not lapsed since it was seen fulfilled is still fulfilled.
    let still =
        Change::Check { key: Key::person(&certificate.person), condition: years::still(certificate.year, person)? };
    match app.table.transact(vec![own_put, public_put, still]).await {
        Ok(()) => Ok(Issue::Done(certificate)),
        Err(NotDone::Condition(0)) => {
            app.table.get(&own).await?.map(Issue::Done).ok_or_else(|| Error::internal("a certificate vanished"))
        }
        Err(NotDone::Condition(2)) => Ok(Issue::Lapsed),
        Err(other) => Err(other.into()),
    }
}

/// The certificate that was issued for a year after so many lapses, if there is one.
pub async fn find(app: &App, person: &PersonId, year: i32, lapses: u32) -> Result<Option<Issued>, Error> {
    app.table.get(&Key::own_certificate(person, year, lapses)).await
}

/// The valid certificate that would be void if so many specialty hours of a year were taken back.
pub async fn at_stake(app: &App, person: &PersonId, change: SpecialtyChange) -> Result<Option<Issued>, Error> {
    let year = change.credited_year;
    let item = app.table.get_item(&Key::person(person), true).await?.unwrap_or_default();
    let before = years::read(&item, year)?;
    let rules = rules::today(app).await?;
    let requirement = rules.requirement_for(year);
    let change = TotalsChange { common: 0, specialty: change.tenths };
    let lapses = before.after(change, requirement).is_some_and(|after| after.lapses > before.lapses);
    if lapses { find(app, person, year, before.lapses).await } else { Ok(None) }
}

/// Names of the units, by year, that approved hours of a person and that no operator has verified yet: a certificate rests on
/// verified ones, because anybody can sign a unit up and approve for it. Of `years` only; a year that waits for none has no entry.
///
/// # Errors
/// If the table cannot be read.
pub async fn waits_for(app: &App, person: &PersonId, years: &[i32]) -> Result<BTreeMap<i32, Vec<String>>, Error> {
    let mut waiting: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    if years.is_empty() {
        return Ok(waiting);
    }
    let mut reviewers: BTreeSet<(UnitId, i32)> = BTreeSet::new();
    for one in registrations::all_of(app, person).await? {
        if years.contains(&one.credited_year) && matches!(one.state, State::Approved { .. }) {
            reviewers.insert((one.place.unit, one.credited_year));
        }
    }
    // The pairs of one unit follow each other: each unit is read once.
    let mut last: Option<Unit> = None;
    for (id, year) in reviewers {
        let unit = match last.take().filter(|unit| unit.id == id) {
            Some(unit) => unit,
            // A unit that is gone for good was nobody's to verify.
            None => units::find(app, &id).await?.ok_or_else(|| Error::internal("a reviewing unit vanished"))?,
        };
        if !unit.verified {
            waiting.entry(year).or_default().push(unit.name.clone());
        }
        last = Some(unit);
    }
    Ok(waiting)
}

/// What the public may know of a number.
pub async fn verify(app: &App, number: &CertificateNumber) -> Result<Verification, Error> {
    let Some(issued) = app.table.get::<Issued>(&Key::certificate(number)).await? else {
        return Ok(Verification::Unknown);
    };
    let Some(person) = app.table.get_item(&Key::person(&issued.person), true).await? else {
        return Ok(Verification::Unknown);
    };
    Ok(issued.verified(years::read(&person, issued.year)?))
}
