//! The draft of one open form: found again, kept at every input, never written over by another open page. Typing never waits for the
//! server. What is decided on the way lies in [`decisions`].

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use domain::contract::ListDrafts;
use domain::contract::drafts::{DraftSeen, ListDraftsRequest};
use domain::id::WriterId;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::StorageEvent;

use crate::api::call_quietly;
use crate::components::feedback::live_region::say;
use crate::drafts::decisions::{self, Keep, Next, Other, after_answer, after_input, on_other_page};
use crate::drafts::kept::{Kept, discard, fresh_writer, parted, send};
use crate::drafts::on_device::{self, DraftKey};
use crate::drafts::registration_draft::RegistrationDraft;
use crate::prelude::*;

/// How long nothing is typed until a draft is sent.
const PAUSE: Duration = Duration::from_secs(2);
/// When what could not be sent is tried again.
const AGAIN: Duration = Duration::from_secs(20);

const BY_PAGE: &str = "另一个页面也在填写这份草稿。这里的内容另存为一份，互不覆盖。";
const BY_DEVICE: &str = "这份草稿在别的页面或设备上改过、保存或删除了。这里的内容另存为一份，互不覆盖。";

/// What becomes of a draft, known to everything that is still on its way, also where its page is gone.
#[derive(Default)]
struct Fate {
    /// It has been saved or discarded: what is still on its way to the server is not to stay there.
    is_over: Cell<bool>,
    /// The last version that the server is known to have; 0 while there is none.
    on_server: Cell<u32>,
}

/// The draft of one open form.
#[derive(Clone, Copy)]
pub struct KeptDraft {
    pub draft: RwSignal<RegistrationDraft>,
    /// What it started from, to go back to.
    initial: StoredValue<RegistrationDraft>,
    /// What was last read, from the device or the server: until it changes, nothing was typed here.
    read: StoredValue<RegistrationDraft>,
    /// What the server has, as far as it is known.
    on_server: StoredValue<Option<RegistrationDraft>>,
    key: StoredValue<DraftKey>,
    version: StoredValue<u32>,
    writer: StoredValue<Option<WriterId>>,
    /// As a registration is being saved from it, until something is typed: a repeat of the request is the same request.
    saving: StoredValue<Option<DraftSeen>>,
    /// Rises with every input, and with every try.
    round: StoredValue<u32>,
    /// What is known of it where the page is gone.
    fate: StoredValue<Rc<Fate>, LocalStorage>,
    is_sending: StoredValue<bool>,
    /// It was found again.
    pub restored: RwSignal<bool>,
    /// It lies on the device as it stands.
    pub is_kept: RwSignal<bool>,
    /// It lies on the server as it stands.
    pub is_sent: RwSignal<bool>,
    /// Somebody else has the same draft; this page has parted from it.
    pub parted: RwSignal<Option<&'static str>>,
    /// Found on the device, but of an earlier version of the registration.
    outdated: RwSignal<Option<RegistrationDraft>>,
}

impl KeptDraft {
    /// Looks for the draft of `key` on the device, then for one that has parted from it. It stays on the device.
    pub fn find(key: DraftKey, initial: RegistrationDraft, version: u32) -> Self {
        let found = on_device::load::<Kept>(&key).map(|kept| (key.clone(), kept));
        let (found_key, kept) = found.or_else(|| on_device::all_of(&key).into_iter().next()).unzip();
        let (current, outdated) = decisions::found(kept, version);
        // An outdated draft stays where it is until the person has decided.
        let key = if outdated.is_some() { parted(&key) } else { found_key.unwrap_or(key) };
        let restored = current.is_some();
        let draft = current.unwrap_or_else(|| initial.clone());
        let this = Self::open(key, initial, Kept { version, draft, writer: None, is_sent: false }, restored);
        this.outdated.set(outdated);
        this
    }

    /// The draft of a new registration: the one that was found, or none yet.
    pub fn of_new(form: &DraftKey, initial: RegistrationDraft, found: Option<(DraftKey, Kept)>) -> Self {
        match found {
            Some((key, kept)) => {
                let writer = kept.writer.or_else(|| Some(fresh_writer()));
                Self::open(key, initial, Kept { writer, ..kept }, true)
            }
            None => Self::open(parted(form), initial.clone(), Kept::new(initial), false),
        }
    }

    fn open(key: DraftKey, initial: RegistrationDraft, kept: Kept, restored: bool) -> Self {
        let this = Self {
            initial: StoredValue::new(initial),
            read: StoredValue::new(kept.draft.clone()),
            on_server: StoredValue::new(kept.is_sent.then(|| kept.draft.clone())),
            draft: RwSignal::new(kept.draft),
            key: StoredValue::new(key),
            version: StoredValue::new(kept.version),
            writer: StoredValue::new(kept.writer),
            saving: StoredValue::new(None),
            round: StoredValue::new(0),
            fate: StoredValue::new_local(Rc::default()),
            is_sending: StoredValue::new(false),
            restored: RwSignal::new(restored),
            is_kept: RwSignal::new(false),
            is_sent: RwSignal::new(kept.is_sent),
            parted: RwSignal::new(None),
            outdated: RwSignal::new(None),
        };
        if kept.is_sent {
            spawn_local(this.refresh());
        }
        this.keep();
        this.part_from_other_pages();
        this
    }

    /// Keeps the draft at every input.
    fn keep(self) {
        Effect::new(move || {
            let draft = self.draft.get();
            self.saving.set_value(None);
            self.is_sent.set(self.on_server.with_value(|on_server| on_server.as_ref() == Some(&draft)));
            let (goes_to_server, is_sent) = (self.writer.with_value(Option::is_some), self.is_sent.get_untracked());
            match self.initial.with_value(|initial| after_input(&draft, initial, goes_to_server, is_sent)) {
                Keep::Nothing => {
                    self.key.with_value(on_device::remove);
                    self.is_kept.set(false);
                }
                Keep::OnDevice => self.write(draft),
                Keep::Everywhere => {
                    self.write(draft);
                    self.send_after(PAUSE);
                }
            }
        });
    }

    fn write(self, draft: RegistrationDraft) {
        let (version, writer) = (self.version.get_value(), self.writer.get_value());
        let kept = Kept { version, draft, writer, is_sent: self.is_sent.get_untracked() };
        self.is_kept.set(self.key.with_value(|key| on_device::save(key, &kept)));
    }

    fn send_after(self, pause: Duration) {
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        let send = move || {
            if self.round.try_get_value() == Some(round) {
                spawn_local(self.send());
            }
        };
        set_timeout(send, pause);
    }

    async fn send(self) {
        // A registration is being made from it, and may have been, where the answer was lost: the draft would be gone by then.
        let is_being_saved = self.saving.try_with_value(Option::is_some).unwrap_or(true);
        let (Some(seen), false, false) = (self.seen(), self.is_sending.get_value(), is_being_saved) else { return };
        let (draft, fate) = (self.draft.get_untracked(), self.fate.get_value());
        self.is_sending.set_value(true);
        let answer = send(seen.clone(), &draft).await;
        if let Ok(version) = answer {
            fate.on_server.set(version);
        }
        if fate.is_over.get() {
            // It was saved or discarded while it was on its way.
            if let Ok(version) = answer {
                let _ = discard(DraftSeen { version, ..seen }).await;
            }
            return;
        }
        // The page may be gone, or write another draft by now; what is on the device is sent by the list of drafts.
        if self.fate.try_with_value(|now| Rc::ptr_eq(now, &fate)) != Some(true) {
            return;
        }
        self.is_sending.set_value(false);
        match after_answer(&answer, self.draft.with_untracked(|now| *now == draft)) {
            Next::Rest(version) => {
                self.has_arrived(version, draft.clone());
                self.is_sent.set(true);
                self.write(draft);
            }
            Next::SendRest(version) => {
                self.has_arrived(version, draft);
                self.send_after(PAUSE);
            }
            // The server has saved it; the repeat of that request settles it.
            Next::Part if self.saving.with_value(Option::is_some) => {}
            Next::Part => {
                self.key.with_value(on_device::remove);
                self.part(BY_DEVICE);
            }
            Next::TryLater => self.send_after(AGAIN),
            Next::StayOnDevice => {}
        }
    }

    fn has_arrived(self, version: u32, draft: RegistrationDraft) {
        self.version.set_value(version);
        self.on_server.set_value(Some(draft));
    }

    /// What another device has made of the draft since, as long as nothing was typed here.
    async fn refresh(self) {
        let Ok(list) = call_quietly::<ListDrafts>(&ListDraftsRequest {}).await else { return };
        let is_untouched = self.draft.try_with_untracked(|draft| self.read.with_value(|read| read == draft));
        let (Some(true), Some(seen)) = (is_untouched, self.seen()) else { return };
        let kept = list.drafts.into_iter().find(|one| one.id == seen.id);
        match kept {
            Some(kept) if kept.version == seen.version => {}
            Some(kept) => {
                if let Some(kept) = Kept::of_server(kept.version, &kept.content) {
                    self.take(kept);
                }
            }
            None => {
                self.key.with_value(on_device::remove);
                self.begin();
            }
        }
    }

    /// Shows what another page has made of the draft.
    fn take(self, kept: Kept) {
        self.version.set_value(kept.version);
        self.read.set_value(kept.draft.clone());
        self.on_server.set_value(kept.is_sent.then(|| kept.draft.clone()));
        self.draft.set(kept.draft);
    }

    /// When another page writes under the key of this one, this one goes on under a key of its own, unless nothing was typed
    /// here.
    fn part_from_other_pages(self) {
        let listener = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
            let is_ours = self.key.try_with_value(|key| event.key().is_some_and(|other| key.is(&other)));
            let (Some(true), Some(text)) = (is_ours, event.new_value()) else { return };
            let kept = serde_json::from_str::<Kept>(&text).ok();
            let draft = self.draft.get_untracked();
            let written = kept.as_ref().map(|kept| &kept.draft);
            match (self.read.with_value(|read| on_other_page(written, &draft, read)), kept) {
                (Other::Take, Some(kept)) => self.take(kept),
                _ => self.part(BY_PAGE),
            }
        });
        let _ = window().add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
        let listener = StoredValue::new_local(Some(listener));
        on_cleanup(move || {
            if let Some(listener) = listener.try_update_value(Option::take).flatten() {
                let _ = window().remove_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
            }
        });
    }

    /// Goes on under a key of its own.
    fn part(self, why: &'static str) {
        self.rename();
        self.parted.set(Some(why));
        self.draft.update(|_| {});
    }

    /// From now on the page writes another draft.
    fn rename(self) {
        self.key.update_value(|key| *key = parted(key));
        if self.writer.with_value(Option::is_some) {
            self.version.set_value(0);
            self.writer.set_value(Some(fresh_writer()));
            self.fate.set_value(Rc::default());
            self.is_sending.set_value(false);
            self.on_server.set_value(None);
        }
    }

    /// The draft as the server would know it; nothing for a change, which stays on the device.
    fn seen(self) -> Option<DraftSeen> {
        let writer = self.writer.try_get_value().flatten()?;
        Some(DraftSeen { id: self.key.with_value(DraftKey::id)?, version: self.version.get_value(), writer })
    }

    /// The draft that goes with the registration that is saved from it.
    pub fn to_save(self) -> Option<DraftSeen> {
        if self.saving.with_value(Option::is_none) {
            self.saving.set_value(self.seen());
        }
        self.saving.get_value()
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
        let seen = self.seen();
        self.remove();
        self.begin();
        if let Some(seen) = seen {
            spawn_local(async move {
                if discard(seen).await.is_err() {
                    say("草稿已从本机移除，服务器上的暂时没能删除，可稍后在学时登记中删除");
                }
            });
        }
    }

    /// Leaves the draft as it is, to be gone on with later, and begins another.
    pub fn begin(self) {
        self.restored.set(false);
        if self.writer.with_value(Option::is_some) {
            self.rename();
        }
        self.draft.set(self.initial.get_value());
    }

    /// It has been saved or discarded, and its page is there.
    fn remove(self) {
        self.fate.try_with_value(|fate| fate.is_over.set(true));
        self.round.try_update_value(|round| *round += 1);
        self.key.try_with_value(on_device::remove);
    }

    /// What there is of the draft as it is sent to be saved.
    pub fn remains(self) -> Remains {
        Remains { key: self.key.get_value(), saved: self.to_save(), fate: self.fate.get_value() }
    }

    pub fn is_outdated(self) -> bool {
        self.outdated.with(Option::is_some)
    }

    /// Takes up what was typed for an earlier version.
    pub fn take_outdated(self, key: &DraftKey) {
        if let Some(typed) = self.outdated.try_update(Option::take).flatten() {
            self.draft.set(typed);
            on_device::remove(key);
        }
    }

    pub fn drop_outdated(self, key: &DraftKey) {
        self.outdated.set(None);
        on_device::remove(key);
    }
}

/// What goes once a draft has been saved, also where its page is gone by then: gone on with, it would make a second
/// registration.
pub struct Remains {
    key: DraftKey,
    /// The one that went with the registration, and that the server has removed with it.
    saved: Option<DraftSeen>,
    fate: Rc<Fate>,
}

impl Remains {
    pub fn remove(self) {
        self.fate.is_over.set(true);
        let kept = on_device::load::<Kept>(&self.key);
        on_device::remove(&self.key);
        // The form itself, or the list of drafts, may have brought it to the server in the meantime.
        let by_list = kept.filter(|kept| kept.is_sent).map_or(0, |kept| kept.version);
        let version = self.fate.on_server.get().max(by_list);
        if let Some(saved) = self.saved.filter(|saved| version > saved.version) {
            spawn_local(async move { _ = discard(DraftSeen { version, ..saved }).await });
        }
    }
}
