//! Why a registration stands out in review, seen against the person's others.

use domain::registration::{Deviation, Likeness};
use domain::review::Status;

use crate::store::registrations::Registration;

/// The deviations of `registration` among all of its person's registrations.
pub fn deviations(registration: &Registration, all: &[Registration]) -> Vec<Deviation> {
    let mut found = Vec::new();
    if let Some(suggested) = registration.suggested_hours.filter(|suggested| registration.claimed_hours > *suggested) {
        found.push(Deviation::AboveSuggestion { suggested });
    }
    found.extend(Deviation::of_year(&registration.period, registration.credited_year));
    let others = all.iter().filter(|other| {
        other.id != registration.id && matches!(other.state.status(), Status::Pending | Status::Approved)
    });
    for other in others {
        let title = other.title.clone();
        found.extend(match registration.compared().likeness(&other.compared()) {
            Some(Likeness::Same) => Some(Deviation::Duplicate { title }),
            Some(Likeness::SameEvidence) => Some(Deviation::SameEvidence { title }),
            Some(Likeness::Overlap) => Some(Deviation::Overlap { title }),
            None => None,
        });
    }
    // A reviewer needs to know that, not of each of many.
    found.truncate(4);
    found
}
