//! What somebody has typed and not yet saved, kept on the device for them alone.

use domain::id::PersonId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

use crate::json;

/// A draft's place: one for each person and form, so that two people on one device never see each other's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey(String);

impl DraftKey {
    /// `form` names the form and what it is about: `registration/new`.
    pub fn new(person: Option<&PersonId>, form: &str) -> Self {
        let person = person.map_or("", PersonId::as_str);
        Self(format!("xueshi/draft/{person}/{form}"))
    }

    /// The place of a second draft of the same form, which two open pages have made of one.
    pub fn parted(&self, name: &str) -> Self {
        let first = self.0.split(PARTED).next().unwrap_or_default();
        Self(format!("{first}{PARTED}{name}"))
    }

    /// Whether the device calls the place so.
    pub fn is(&self, name: &str) -> bool {
        self.0 == name
    }
}

/// Stands before the name of a draft that has parted from another.
const PARTED: char = '#';

/// The places of drafts that have parted from this one.
pub fn parted_from(key: &DraftKey) -> Vec<DraftKey> {
    let Some(storage) = storage() else { return Vec::new() };
    let beginning = format!("{}{PARTED}", key.0);
    let names = (0..storage.length().unwrap_or_default()).filter_map(|number| storage.key(number).ok().flatten());
    names.filter(|name| name.starts_with(&beginning)).map(DraftKey).collect()
}

/// The draft, if there is one that this release can still read.
pub fn load<T: DeserializeOwned>(key: &DraftKey) -> Option<T> {
    json::from_str(&storage()?.get_item(&key.0).ok()??).ok()
}

/// Keeps the draft; says whether the device has taken it. A full or forbidden store must not stop the typing.
pub fn save<T: Serialize>(key: &DraftKey, draft: &T) -> bool {
    let Ok(text) = serde_json::to_string(draft) else { return false };
    storage().is_some_and(|storage| storage.set_item(&key.0, &text).is_ok())
}

pub fn remove(key: &DraftKey) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key.0);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
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
    }
}
