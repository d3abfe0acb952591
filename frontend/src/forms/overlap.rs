//! Claims that overlap or repeat another of the same person, pointed out before saving. Advice: the reviewer decides.

use domain::contract::registrations::RegistrationRow;
use domain::hours::Period;
use domain::id::RegistrationId;
use domain::registration::Deviation;
use domain::review::Status;

/// What stands out beside `others`, each once. `own` is the registration that is being edited.
pub fn overlaps(
    title: &str,
    period: &Period,
    own: Option<&RegistrationId>,
    others: &[RegistrationRow],
) -> Vec<Deviation> {
    let live = others.iter().filter(|other| other.status != Status::Rejected && Some(&other.id) != own);
    live.filter(|other| other.period.overlaps(period))
        .map(|other| {
            if other.period == *period && other.title.trim() == title.trim() {
                Deviation::Duplicate { title: other.title.clone() }
            } else {
                Deviation::Overlap { title: other.title.clone() }
            }
        })
        .collect()
}
