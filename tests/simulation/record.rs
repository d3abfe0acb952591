//! What the clients were told, for the checks to hold against what there is.

use std::collections::{BTreeMap, BTreeSet};

use domain::contract::completions::DeliveryOutcome;
use domain::contract::registrations::{BatchResponse, Outcome};
use domain::id::{IdempotencyKey, PersonId};
use functions::idempotency::stored_key;

/// What came of one thing that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryContent {
    Done,
    Refused,
    /// No answer came, or one that says that it is not known.
    Unknown,
}

/// One request, under its key as it is stored: what it is about, and what its client was told.
#[derive(Debug, Clone)]
pub struct Asked {
    pub step: usize,
    pub key: String,
    /// Serials of registrations, or ids of what else it is about.
    pub subjects: Vec<(String, HistoryContent)>,
    pub is_of_registrations: bool,
}

/// The last that a client knows of something that it alone writes: any of these may be there. `None`: as it was before.
#[derive(Debug)]
pub struct LastKnown(pub Vec<Option<String>>);

impl Default for LastKnown {
    fn default() -> Self {
        Self(vec![None])
    }
}

impl LastKnown {
    /// Something of which its client alone decides what it is.
    pub fn wrote(&mut self, value: String, told: HistoryContent) {
        match told {
            HistoryContent::Done => self.0 = vec![Some(value)],
            HistoryContent::Unknown => self.0.push(Some(value)),
            HistoryContent::Refused => {}
        }
    }

    pub fn fits(&self, there: Option<&String>) -> bool {
        self.0.iter().any(|known| known.is_none() || known.as_ref() == there)
    }
}

#[derive(Debug, Default)]
pub struct Record {
    pub asked: Vec<Asked>,
    /// Answers that nobody should ever get, and refusals that nobody else can have caused.
    pub wrong: Vec<String>,
    pub mobiles: BTreeMap<PersonId, LastKnown>,
    pub drafts: BTreeMap<(PersonId, String), LastKnown>,
    pub signed_out: Vec<String>,
    /// By completion: the highest revision that was taken.
    pub completions: BTreeMap<String, u32>,
    pub certificates: BTreeSet<String>,
    /// For the history of a run.
    pub lines: Vec<(usize, String)>,
}

impl Record {
    pub fn registrations(&mut self, step: usize, key: &IdempotencyKey, subjects: Vec<(String, HistoryContent)>) {
        self.ask(step, key, subjects, true);
    }

    pub fn event(&mut self, step: usize, key: &IdempotencyKey, subject: &str, told: HistoryContent) {
        self.ask(step, key, vec![(subject.to_owned(), told)], false);
    }

    fn ask(
        &mut self,
        step: usize,
        key: &IdempotencyKey,
        subjects: Vec<(String, HistoryContent)>,
        is_of_registrations: bool,
    ) {
        let key = stored_key(key).as_str().to_owned();
        self.asked.push(Asked { step, key, subjects, is_of_registrations });
    }

    pub fn delivered(&mut self, completion: &str, revision: u32, outcome: &DeliveryOutcome) {
        if matches!(outcome, DeliveryOutcome::Applied | DeliveryOutcome::Repeated) {
            let highest = self.completions.entry(completion.to_owned()).or_default();
            *highest = revision.max(*highest);
        }
    }
}

/// What a batch told, item by item.
pub fn of_batch(response: &BatchResponse) -> Vec<(String, HistoryContent)> {
    let told = |outcome: &Outcome| match outcome {
        Outcome::Done { .. } => HistoryContent::Done,
        Outcome::Refused { code, .. } if ["timed_out", "internal", "busy"].contains(&code.as_str()) => {
            HistoryContent::Unknown
        }
        Outcome::Refused { .. } => HistoryContent::Refused,
    };
    response.results.iter().map(|one| (one.id.serial().to_owned(), told(&one.outcome))).collect()
}
