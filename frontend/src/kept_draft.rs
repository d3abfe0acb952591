//! A form's draft on the device: found again, kept at every input, never written over by another open page.

use crate::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::StorageEvent;

use crate::draft::{self, DraftKey};
use crate::forms::registration_draft::RegistrationDraft;
use crate::request_key::fresh_key;

/// A draft as it lies on the device, with the version of the registration that it changes; 0 for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    version: u32,
    draft: RegistrationDraft,
}

/// The draft of one open form.
#[derive(Clone, Copy)]
pub struct KeptDraft {
    pub draft: RwSignal<RegistrationDraft>,
    /// What it started from, to go back to.
    initial: StoredValue<RegistrationDraft>,
    key: StoredValue<DraftKey>,
    version: StoredValue<u32>,
    /// It was found on the device.
    pub restored: RwSignal<bool>,
    /// It lies on the device as it stands.
    pub is_kept: RwSignal<bool>,
    /// Another open page has the same draft; this one has parted from it.
    pub parted: RwSignal<bool>,
    /// Found on the device, but of an earlier version of the registration.
    outdated: RwSignal<Option<RegistrationDraft>>,
}

impl KeptDraft {
    /// Looks for the draft of `key` on the device, then for one that has parted from it.
    pub fn find(key: DraftKey, initial: RegistrationDraft, version: u32) -> Self {
        let found = draft::load::<Kept>(&key).map(|kept| (key.clone(), kept)).or_else(|| {
            draft::parted_from(&key).into_iter().find_map(|parted| Some((parted.clone(), draft::load(&parted)?)))
        });
        let (found_key, kept) = found.unzip();
        let (current, outdated) = match kept {
            Some(kept) if kept.version == version => (Some(kept.draft), None),
            other => (None, other.map(|kept| kept.draft)),
        };
        // An outdated draft stays where it is until the person has decided.
        let key = if outdated.is_some() { parted(&key) } else { found_key.unwrap_or(key) };
        let this = Self {
            restored: RwSignal::new(current.is_some()),
            draft: RwSignal::new(current.unwrap_or_else(|| initial.clone())),
            initial: StoredValue::new(initial),
            key: StoredValue::new(key),
            version: StoredValue::new(version),
            is_kept: RwSignal::new(false),
            parted: RwSignal::new(false),
            outdated: RwSignal::new(outdated),
        };
        this.keep();
        this.part_from_other_pages();
        this
    }

    /// Keeps the draft at every input.
    fn keep(self) {
        Effect::new(move || {
            let draft = self.draft.get();
            if self.initial.with_value(|initial| *initial == draft) {
                self.key.with_value(draft::remove);
                self.is_kept.set(false);
            } else {
                let kept = Kept { version: self.version.get_value(), draft };
                self.is_kept.set(self.key.with_value(|key| draft::save(key, &kept)));
            }
        });
    }

    /// When another page writes under the key of this one, this one goes on under a key of its own.
    fn part_from_other_pages(self) {
        let listener = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
            let is_ours = self.key.try_with_value(|key| event.key().is_some_and(|other| key.is(&other)));
            if is_ours != Some(true) || event.new_value().is_none() {
                return;
            }
            self.key.update_value(|key| *key = parted(key));
            self.parted.set(true);
            self.draft.update(|_| {});
        });
        let _ = window().add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
        let listener = StoredValue::new_local(Some(listener));
        on_cleanup(move || {
            if let Some(listener) = listener.try_update_value(Option::take).flatten() {
                let _ = window().remove_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
            }
        });
    }

    pub fn version(self) -> u32 {
        self.version.get_value()
    }

    /// The registration has changed elsewhere; what is typed here is meant for what it is now.
    pub fn set_version(self, version: u32) {
        self.version.set_value(version);
        self.draft.update(|_| {});
    }

    /// Forgets what was typed and begins anew.
    pub fn discard(self) {
        self.restored.set(false);
        self.draft.set(self.initial.get_value());
    }

    /// It has been saved.
    pub fn remove(self) {
        self.key.try_with_value(draft::remove);
    }

    pub fn is_outdated(self) -> bool {
        self.outdated.with(Option::is_some)
    }

    /// Takes up what was typed for an earlier version.
    pub fn take_outdated(self, key: &DraftKey) {
        if let Some(typed) = self.outdated.try_update(Option::take).flatten() {
            self.draft.set(typed);
            draft::remove(key);
        }
    }

    pub fn drop_outdated(self, key: &DraftKey) {
        self.outdated.set(None);
        draft::remove(key);
    }
}

fn parted(key: &DraftKey) -> DraftKey {
    key.parted(fresh_key().as_str())
}
