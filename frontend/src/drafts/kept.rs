//! Drafts as they lie on the device and on the server: found, sent, discarded. Of a new registration both keep one, so that another
//! device finds it.

use domain::contract::drafts::{DiscardDraftRequest, DraftSeen, KeepDraftRequest};
use domain::contract::{DiscardDraft, KeepDraft};
use domain::id::{DraftId, WriterId};
use serde::{Deserialize, Serialize};

use crate::api::idempotency::fresh_key;
use crate::api::{CallError, call_quietly, queries};
use crate::drafts::on_device;
use crate::drafts::on_device::DraftKey;
use crate::drafts::registration_draft::RegistrationDraft;
use crate::session;

/// A draft as it lies on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Of what it changes: of the registration, or of the draft on the server; 0 while there is none.
    pub version: u32,
    pub draft: RegistrationDraft,
    /// The page that wrote it, if it is to go to the server.
    #[serde(default)]
    pub writer: Option<WriterId>,
    /// The server has it as it stands.
    #[serde(default)]
    pub is_sent: bool,
}

impl Kept {
    pub fn new(draft: RegistrationDraft) -> Self {
        Self { version: 0, draft, writer: Some(fresh_writer()), is_sent: false }
    }

    /// As the server has it.
    pub fn of_server(version: u32, content: &str) -> Option<Self> {
        Some(Self { version, is_sent: true, ..Self::new(serde_json::from_str(content).ok()?) })
    }

    /// As who discards it knows it.
    pub fn seen(&self, id: &DraftId) -> Option<DraftSeen> {
        Some(DraftSeen { id: id.clone(), version: self.version, writer: self.writer.clone()? })
    }
}

pub(super) fn fresh_writer() -> WriterId {
    WriterId::from_bits(fresh_key().bits())
}

/// The place of all drafts of new registrations of who is signed in.
pub fn new_form() -> DraftKey {
    DraftKey::new(session::state().person().as_ref(), "registration/new")
}

/// Sends a draft; gives back the version that the server has now.
pub(super) async fn send(draft: DraftSeen, content: &RegistrationDraft) -> Result<u32, CallError> {
    let content = serde_json::to_string(content).unwrap_or_default();
    call_quietly::<KeepDraft>(&KeepDraftRequest { draft, content }).await.map(|kept| kept.version)
}

/// Discards a draft on the server, wherever it lies besides.
pub async fn discard(draft: DraftSeen) -> Result<(), CallError> {
    call_quietly::<DiscardDraft>(&DiscardDraftRequest { draft }).await.map(drop)
}

/// Brings what was left unsent to the server, then looks what is there. What was discarded or saved elsewhere goes from the
/// device too.
pub async fn unfinished() -> Result<Vec<(DraftId, Kept)>, CallError> {
    for (mut key, mut kept) in on_device() {
        if kept.is_sent {
            continue;
        }
        let mut sent = send_kept(&key, &kept).await;
        if sent.as_ref().is_err_and(|error| error.code() == OVERTAKEN) {
            // Both stay: the server's under its id, the device's under another.
            on_device::remove(&key);
            key = parted(&key);
            kept = Kept::new(kept.draft);
            on_device::save(&key, &kept);
            sent = send_kept(&key, &kept).await;
        }
        let Ok(version) = sent else { continue };
        let kept = Kept { version, is_sent: true, ..kept };
        if on_device::load::<Kept>(&key).is_some() {
            on_device::save(&key, &kept);
        } else if let Some(seen) = key.id().and_then(|id| kept.seen(&id)) {
            // It was saved as a registration while it was on its way.
            let _ = discard(seen).await;
        }
    }
    let drafts = queries::drafts().await?.drafts;
    let of_device = on_device();
    for (key, _) in of_device.iter().filter(|(_, kept)| kept.is_sent) {
        if key.id().is_some_and(|id| !drafts.iter().any(|draft| draft.id == id)) {
            on_device::remove(key);
        }
    }
    let of_device = of_device.into_iter().filter(|(_, kept)| !kept.is_sent);
    let mut all: Vec<(DraftId, Kept)> = of_device.filter_map(named).collect();
    for draft in drafts {
        if !all.iter().any(|(id, _)| *id == draft.id) {
            all.extend(Kept::of_server(draft.version, &draft.content).map(|kept| (draft.id, kept)));
        }
    }
    Ok(all)
}

fn named((key, kept): (DraftKey, Kept)) -> Option<(DraftId, Kept)> {
    Some((key.id()?, kept))
}

/// The drafts of new registrations on this device, the last begun first.
pub fn on_device() -> Vec<(DraftKey, Kept)> {
    on_device::all_of(&new_form())
}

async fn send_kept(key: &DraftKey, kept: &Kept) -> Result<u32, CallError> {
    match key.id().and_then(|id| kept.seen(&id)) {
        Some(seen) => send(seen, &kept.draft).await,
        None => Err(CallError::Offline),
    }
}

/// Takes a draft of a new registration from the device.
pub fn remove_from_device(id: &DraftId) {
    for (key, _) in on_device() {
        if key.id().as_ref() == Some(id) {
            on_device::remove(&key);
        }
    }
}

pub(super) const OVERTAKEN: &str = "changed_meanwhile";

/// The place of another draft of the same form.
pub(super) fn parted(key: &DraftKey) -> DraftKey {
    key.parted(fresh_key().as_str())
}
