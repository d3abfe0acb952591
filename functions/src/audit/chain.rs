//! One history, from its first entry to its last, and what it says of its registration.

use domain::contract::registrations::Happening;
use domain::hours::Hours;
use domain::review::Status;

use super::load::{Counting, Waiting};
use super::told_by;
use crate::store::counts::Count;
use crate::store::entry_digest::EntryDigest;
use crate::store::history::HistoryRecord;
use crate::store::registrations::Registration;

/// What a registration is: its status, and its hours where they are approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusAndHours {
    pub status: Status,
    pub hours: Option<Hours>,
}

#[derive(Debug, Default)]
pub struct Chain {
    /// Number and digest of the last entry so far.
    pub last: u32,
    digest: Option<EntryDigest>,
    pub happening: Option<Happening>,
    /// What the entries lead to, if any of them says so.
    pub told: Option<StatusAndHours>,
    /// It goes on where the history of another record ended: its first number, and the digest that it is bound to.
    pub arrival: Option<(u32, String)>,
    waiting: Waiting,
}

impl Chain {
    pub fn begin(arrival: Option<(u32, String)>) -> Self {
        Self { arrival, ..Self::default() }
    }

    pub fn happened(&mut self, version: u32, digest: &EntryDigest, entry: &HistoryRecord, counting: &mut Counting) {
        let plainly = |status| Some(StatusAndHours { status, hours: None });
        self.told = match entry.happening {
            Happening::Created | Happening::Edited | Happening::Withdrawn => plainly(Status::Draft),
            Happening::Submitted | Happening::PassedFirstStage | Happening::Undone => plainly(Status::Pending),
            Happening::Approved => Some(StatusAndHours { status: Status::Approved, hours: entry.hours }),
            Happening::Rejected => plainly(Status::Rejected),
            // What must not count twice is rejected on its arrival.
            Happening::Merged if self.last == 0 && entry.note.is_some() => plainly(Status::Rejected),
            Happening::Deleted | Happening::Moved | Happening::Merged => self.told,
        };
        self.waiting.happened(entry, counting);
        self.last = version;
        self.digest = Some(*digest);
        self.happening = Some(entry.happening);
    }

    pub fn end(&mut self, counting: &mut Counting) {
        self.waiting.end(counting);
    }

    /// What the next entry, or the registration, is bound to.
    pub fn bound_by(&self) -> String {
        self.digest.map(|digest| digest.to_string()).unwrap_or_default()
    }

    /// It goes no further here: counts it among those that have ended.
    pub fn count(&self, ended: &mut Count) {
        if let Some(digest) = &self.digest {
            ended.add(digest);
        }
    }

    /// What does not fit between the history and its registration.
    pub fn misfits(&self, registration: &Registration) -> Vec<String> {
        let mut all = Vec::new();
        if self.happening == Some(Happening::Deleted) {
            all.push("is there, and its history ends with its deletion".to_owned());
        }
        if registration.version != self.last {
            let (is, last) = (registration.version, self.last);
            all.push(format!("is at entry {is}, and its history ends with entry {last}"));
        } else if registration.history_hash != self.bound_by() {
            all.push("is bound to another last entry than its history has".to_owned());
        }
        if self.told.is_some_and(|told| told != told_by(registration)) {
            all.push("is not what its history leads to".to_owned());
        }
        all
    }
}
