//! Why a registration stands out in review, seen against the person's others.

use domain::registration::Deviation;
use domain::review::Status;

use crate::store::registrations::Registration;

/// The deviations of `registration` among all of its person's registrations.
pub fn deviations(registration: &Registration, all: &[Registration]) -> Vec<Deviation> {
    let mut found = Vec::new();
    if let Some(suggested) = registration.suggested_hours.filter(|suggested| registration.claimed_hours > *suggested) {
        found.push(Deviation::AboveSuggestion { suggested });
    }
    let others = all.iter().filter(|other| {
        other.id != registration.id && matches!(other.state.status(), Status::Pending | Status::Approved)
    });
    for other in others {
        let title = other.title.clone();
        let same_evidence = |evidence: &crate::store::registrations::Evidence| {
            registration.evidence.iter().any(|own| own.digest == evidence.digest)
        };
        if other.title == registration.title && other.period == registration.period {
            found.push(Deviation::Duplicate { title });
        } else if other.evidence.iter().any(same_evidence) {
            found.push(Deviation::SameEvidence { title });
        } else if other.period.overlaps(&registration.period) {
            found.push(Deviation::Overlap { title });
        }
    }
    // A reviewer needs to know that, not of each of many.
    found.truncate(4);
    found
}
