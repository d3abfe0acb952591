//! The one way to change a person's totals: what is added is added, what is taken back is taken back from what is known
//! to be there, and a year that stops being fulfilled says so in the same instant.
//!
//! Totals and the count of lapses are attributes of the person (`s2026`, `c2026`, `l2026`). Additions commute, so two
//! decisions about one person never overwrite each other. Where hours are taken back, the year is read first and must
//! still be as it was read: only then is it known whether the change is a lapse, which voids the year's certificate.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::hours::Hours;
use domain::id::PersonId;
use domain::totals::{Totals, TotalsChange, YearRecord};

use super::keys::{Key, common_tenths, lapses, specialty_tenths};
use super::rules;
use super::table::{Change, Condition, Item, number};
use crate::app::App;
use crate::error::Error;

/// What one transaction changes of one person.
#[derive(Debug)]
pub struct YearChanges {
    person: PersonId,
    years: BTreeMap<i32, TotalsChange>,
    /// Years that stop being fulfilled by the change.
    lapsed: Vec<i32>,
    seen: Vec<(String, Option<i64>)>,
    messages: i64,
}

impl YearChanges {
    pub fn of(person: &PersonId) -> Self {
        Self { person: person.clone(), years: BTreeMap::new(), lapsed: Vec::new(), seen: Vec::new(), messages: 0 }
    }

    pub fn add(&mut self, year: i32, change: TotalsChange) {
        let sum = self.years.entry(year).or_default();
        sum.common += change.common;
        sum.specialty += change.specialty;
    }

    /// Counts messages that the person gets with the change, or that are not told any more.
    pub fn tell(&mut self, messages: i64) {
        self.messages += messages;
    }

    /// Finds out which years stop being fulfilled. Reads the person only if anything is taken back.
    pub async fn judge(&mut self, app: &App) -> Result<&[i32], Error> {
        if !self.years.values().any(TotalsChange::takes_back) {
            return Ok(&self.lapsed);
        }
        let item = app.table.get_item(&Key::person(&self.person), true).await?.unwrap_or_default();
        let rules = rules::today(app).await?;
        for (year, change) in self.years.iter().filter(|(_, change)| change.takes_back()) {
            let before = read(&item, *year)?;
            let requirement = rules.requirement_for(*year);
            let after = before.after(*change, requirement).ok_or_else(|| Error::internal("a total gets negative"))?;
            if after.lapses > before.lapses {
                self.lapsed.push(*year);
            }
            for attribute in [common_tenths(*year), specialty_tenths(*year)] {
                let seen = figure(&item, &attribute)?;
                self.seen.push((attribute, seen));
            }
        }
        Ok(&self.lapsed)
    }

    /// The change of the person's item, to be part of the transaction; nothing if there is nothing to change.
    /// [`judge`](Self::judge) comes first.
    pub fn change(self) -> Option<Change> {
        let adds = self.adds();
        if adds.is_empty() {
            return None;
        }
        let terms: Vec<String> = adds.iter().map(|(attribute, _)| format!("{attribute} :{attribute}")).collect();
        let values: Item =
            adds.into_iter().map(|(attribute, amount)| (format!(":{attribute}"), number(amount))).collect();
        let condition = if self.seen.is_empty() { Condition::Always } else { Condition::Are(self.seen) };
        let expression = format!("ADD {}", terms.join(", "));
        Some(Change::Update { key: Key::person(&self.person), expression, values, condition })
    }

    /// What the change leads to on a person who has none of these figures yet, as attributes.
    pub fn of_nobody_yet(self) -> Item {
        self.adds().into_iter().map(|(attribute, amount)| (attribute, number(amount))).collect()
    }

    fn adds(&self) -> Vec<(String, i64)> {
        let mut adds: Vec<(String, i64)> = Vec::new();
        for (year, change) in &self.years {
            adds.push((common_tenths(*year), change.common));
            adds.push((specialty_tenths(*year), change.specialty));
        }
        adds.extend(self.lapsed.iter().map(|year| (lapses(*year), 1)));
        adds.push(("messages".to_owned(), self.messages));
        adds.retain(|(_, amount)| *amount != 0);
        adds
    }
}

/// One year of a person, from the person's item.
pub fn read(item: &Item, year: i32) -> Result<YearRecord, Error> {
    let whole = |attribute: String| {
        let figure = figure(item, &attribute)?.unwrap_or_default();
        u32::try_from(figure).map_err(|_| Error::internal(format!("{attribute} is negative")))
    };
    let hours = |attribute: String| whole(attribute).map(Hours::from_tenths);
    Ok(YearRecord {
        totals: Totals { common: hours(common_tenths(year))?, specialty: hours(specialty_tenths(year))? },
        lapses: whole(lapses(year))?,
    })
}

/// The condition under which a year has lapsed so often and no oftener.
pub fn still(year: i32, item: &Item) -> Result<Condition, Error> {
    let attribute = lapses(year);
    let seen = figure(item, &attribute)?;
    Ok(Condition::Are(vec![(attribute, seen)]))
}

fn figure(item: &Item, attribute: &str) -> Result<Option<i64>, Error> {
    let Some(AttributeValue::N(text)) = item.get(attribute) else { return Ok(None) };
    text.parse().map(Some).map_err(Error::internal)
}
