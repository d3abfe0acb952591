//! What somebody has typed and not yet saved, kept on the device for them alone.

use domain::id::{DraftId, PersonId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::platform::storage::{self, Place};

/// A draft's place: one for each person and form, so that two people on one device never see each other's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey(String);

impl DraftKey {
    /// `form` names the form and what it is about: `registration/new`.
    pub fn new(person: Option<&PersonId>, form: &str) -> Self {
        Self(storage::draft(person, form))
    }

    /// The place of another draft of the same form.
    pub fn parted(&self, name: &str) -> Self {
        let first = self.0.split(PARTED).next().unwrap_or_default();
        Self(format!("{first}{PARTED}{name}"))
    }

    /// What tells it from others of the same form.
    pub fn id(&self) -> Option<DraftId> {
        self.part()?.parse().ok()
    }

    fn part(&self) -> Option<&str> {
        self.0.split(PARTED).nth(1)
    }

    /// Whether the device calls the place so.
    pub fn is(&self, name: &str) -> bool {
        self.0 == name
    }

    /// Whether it is a place of this form, or of what is about something in it: `registration/new/…`.
    fn is_of(&self, form: &DraftKey) -> bool {
        self.0.strip_prefix(&form.0).is_some_and(|rest| rest.starts_with([PARTED, '/']))
    }
}

/// Stands before the name of a draft that has parted from another.
const PARTED: char = '#';

/// The drafts of a form beside the one in its own place, the last begun first.
pub fn all_of<T: DeserializeOwned>(form: &DraftKey) -> Vec<(DraftKey, T)> {
    let names = Place::Device.keys(&form.0).into_iter();
    let mut keys: Vec<DraftKey> = names.map(DraftKey).filter(|key| key.is_of(form)).collect();
    keys.sort_by(|one, other| other.part().cmp(&one.part()));
    keys.into_iter().filter_map(|key| Some((key.clone(), load(&key)?))).collect()
}

/// The draft, if there is one that this release can still read.
pub fn load<T: DeserializeOwned>(key: &DraftKey) -> Option<T> {
    Place::Device.load(&key.0)
}

/// Keeps the draft; says whether the device has taken it. A full or forbidden store must not stop the typing.
pub fn save<T: Serialize>(key: &DraftKey, draft: &T) -> bool {
    Place::Device.save(&key.0, draft)
}

pub fn remove(key: &DraftKey) {
    Place::Device.remove(&key.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_drafts_of_their_own() {
        let (one, other) = (PersonId::from_bits(1), PersonId::from_bits(2));
        assert_ne!(DraftKey::new(Some(&one), "registration/new"), DraftKey::new(Some(&other), "registration/new"));
        assert_ne!(DraftKey::new(Some(&one), "registration/new"), DraftKey::new(Some(&one), "registration/x"));
        let parted = DraftKey::new(Some(&one), "registration/new").parted("1");
        assert!(parted.is(&format!("xueshi/draft/{one}/registration/new#1")));
        assert!(parted.parted("2").is(&format!("xueshi/draft/{one}/registration/new#2")), "of the first, once");
        let named = parted.parted(DraftId::from_bits(7).as_str());
        assert_eq!((named.id(), parted.id()), (Some(DraftId::from_bits(7)), None));
    }

    #[test]
    fn a_form_knows_its_own_drafts() {
        let key = |form: &str| DraftKey::new(None, form);
        let new = key("registration/new");
        assert!(new.parted("1").is_of(&new) && key("registration/new/x").parted("1").is_of(&new));
        assert!(!key("registration/newer").parted("1").is_of(&new) && !key("registration/x").is_of(&new));
    }
}
