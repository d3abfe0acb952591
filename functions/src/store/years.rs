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
    /// Messages that are gone before the person has seen them.
    unseen: i64,
    /// What else must hold of the person.
    required: Vec<Condition>,
}

impl YearChanges {
    pub fn of(person: &PersonId) -> Self {
        Self {
            person: person.clone(),
            years: BTreeMap::new(),
            lapsed: Vec::new(),
            seen: Vec::new(),
            messages: 0,
            unseen: 0,
            required: Vec::new(),
        }
    }

    pub fn add(&mut self, year: i32, change: TotalsChange) {
        let sum = self.years.entry(year).or_default();
        sum.common += change.common;
        sum.specialty += change.specialty;
    }

    /// Counts messages that the person gets with the change.
    pub fn tell(&mut self, messages: i64) {
        self.messages += messages;
    }

    /// One message is not told any more that the person has not seen. It counts as seen, so that how many there have been only
    /// ever grows: who marks what a page has shown says by that what has come since.
    pub fn untell(&mut self) {
        self.unseen += 1;
    }

    /// The person must be so for the change to happen. With nothing to change, it is a check.
    pub fn require(&mut self, condition: Condition) {
        self.required.push(condition);
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
        let mut conditions = self.required;
        if !self.seen.is_empty() {
            conditions.push(Condition::Are(self.seen));
        }
        let condition = if conditions.is_empty() { Condition::Always } else { Condition::All(conditions) };
        if adds.is_empty() {
            let is_required = condition != Condition::Always;
            return is_required.then(|| Change::Check { key: Key::person(&self.person), condition });
        }
        let terms: Vec<String> = adds.iter().map(|(attribute, _)| format!("{attribute} :{attribute}")).collect();
        let values: Item =
            adds.into_iter().map(|(attribute, amount)| (format!(":{attribute}"), number(amount))).collect();
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
        adds.push(("messages_seen".to_owned(), self.unseen));
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
