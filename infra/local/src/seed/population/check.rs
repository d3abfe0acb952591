//! Whether a whole table holds together: histories, totals, completions, certificates.

use std::collections::BTreeMap;
use std::path::Path;

use domain::hours::Hours;
use domain::id::PersonId;
use domain::review::State;
use functions::app::App;
use functions::clock::Clock;
use functions::store::{certificates, completions, history, registrations, years};

use crate::attachment_store::{AccessKey, AttachmentStore};
use crate::engine::{self, Engine};
use crate::machine;

/// What a table was found to hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub people: usize,
    /// By the letters of their partitions.
    pub registrations: BTreeMap<&'static str, usize>,
    pub lowered: usize,
    pub completions: usize,
    pub certificates: usize,
}

pub const MASTER_KEY: [u8; 32] = [7; 32];

/// A app on a table in a file.
pub async fn app_on(table: &Path, attachments: &Path, clock: Clock) -> App {
    let key = AccessKey { id: "TEST".to_owned(), secret: "a secret of this test".to_owned() };
    let store = AttachmentStore::open(attachments, key).expect("a store");
    let engine = Engine::open(table).expect("a table");
    machine::app(&engine, &store, MASTER_KEY, clock, "http://localhost:8080").await.expect("a app")
}

/// Reads everything; `app` stands on the table in `path`, which nobody writes.
pub async fn everything(app: &App, path: &Path) -> Found {
    let mut people: Vec<PersonId> = Vec::new();
    engine::each_item(path, |item| {
        if item["sk"]["S"] == "PERSON" {
            people.push(item["id"]["S"].as_str().expect("a person has an id").parse().expect("an id"));
        }
        Ok(())
    })
    .expect("a table");
    let mut found = Found { people: people.len(), ..Found::default() };
    for person in people {
        let all = registrations::all_of(app, &person).await.expect("registrations");
        let mut approved: BTreeMap<i32, Hours> = BTreeMap::new();
        for registration in &all {
            let entries = history::of(app, &registration.id).await.expect("a history");
            assert_eq!(entries.len(), registration.version as usize, "one entry for each version");
            let mut before = String::new();
            for (version, entry) in (1..).zip(&entries) {
                assert_eq!(entry.before, before, "the chain of {} breaks at {version}", registration.id);
                before = entry.put(&registration.id, version).expect("an item").1.to_string();
            }
            assert_eq!(registration.history_hash, before, "{}", registration.id);
            assert!(entries.is_sorted_by_key(|entry| entry.at));
            let status_partition = match &registration.state {
                State::Draft => "D",
                State::Pending { stage: domain::review::Stage::First, .. } => "P1",
                State::Pending { .. } => "P2",
                State::Approved { approved_hours } => {
                    let sum = approved.entry(registration.credited_year).or_default();
                    *sum = *sum + *approved_hours;
                    found.lowered += usize::from(*approved_hours < registration.claimed_hours);
                    "A"
                }
                State::Rejected { opinion } => {
                    assert!(!opinion.is_empty());
                    "R"
                }
            };
            *found.registrations.entry(status_partition).or_default() += 1;
        }
        let (issued, item) = certificates::all_of(app, &person).await.expect("certificates");
        for year in 2024..=2026 {
            let record = years::read(&item, year).expect("figures");
            assert_eq!(record.totals.specialty, approved.get(&year).copied().unwrap_or_default(), "{person} in {year}");
            let delivered = completions::of(app, &person, year).await.expect("completions");
            found.completions += delivered.len();
            assert_eq!(record.totals.common, delivered.iter().map(|row| row.hours).sum(), "{person} in {year}");
        }
        for certificate in issued {
            let now = years::read(&item, certificate.year).expect("figures");
            let is_void = certificate.lapses < now.lapses;
            assert!(is_void || certificate.totals.least(now.totals) == certificate.totals, "{person}: {certificate:?}");
            found.certificates += 1;
        }
    }
    found
}
