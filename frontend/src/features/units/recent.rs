//! The units that somebody has chosen lately, kept on the device for them alone.

use domain::contract::accounts::UnitName;

use crate::drafts::on_device;
use crate::drafts::on_device::DraftKey;
use crate::session;

const KEPT_MAX: usize = 3;

/// Newest first.
pub fn recent_units() -> Vec<UnitName> {
    on_device::load(&key()).unwrap_or_default()
}

pub fn note(unit: &UnitName) {
    on_device::save(&key(), &with(recent_units(), unit));
}

fn with(mut recent: Vec<UnitName>, unit: &UnitName) -> Vec<UnitName> {
    recent.retain(|one| one.id != unit.id);
    recent.insert(0, unit.clone());
    recent.truncate(KEPT_MAX);
    recent
}

fn key() -> DraftKey {
    DraftKey::new(session::state().person().as_ref(), "recent-units")
}

#[cfg(test)]
mod tests {
    use domain::id::UnitId;

    use super::*;

    fn unit(number: u128) -> UnitName {
        UnitName { id: UnitId::from_bits(number), name: format!("单位 {number}") }
    }

    #[test]
    fn the_last_three_are_kept_each_once_newest_first() {
        let recent = [1, 2, 3, 2, 4].into_iter().fold(Vec::new(), |recent, number| with(recent, &unit(number)));
        assert_eq!(recent, [unit(4), unit(2), unit(3)]);
    }
}
