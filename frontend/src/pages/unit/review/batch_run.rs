//! Sending a batch, one chunk after the other.

use crate::prelude::*;
use domain::contract::registrations::{BatchResponse, RegistrationRow};
use domain::contract::reviews::{ApproveRequest, RejectRequest};
use domain::contract::{ApproveRegistrations, RejectRegistrations};
use leptos::task::spawn_local;

use crate::api::idempotency::fresh_key;
use crate::api::{CallError, call_keyed};
use crate::components::feedback::live_region::say;
use crate::pages::unit::review::batch::{Batch, Chunk, Decision, Phase};
use crate::pages::unit::review::desk::Desk;

/// Where more rows than these were refused, the whole list is read again instead of each of them.
const REFRESH_ROWS_MAX: usize = 25;

async fn send(decision: &Decision, chunk: &Chunk) -> Result<BatchResponse, CallError> {
    let items = chunk.items();
    match decision {
        Decision::Approve => {
            let request = ApproveRequest { items, approved_hours: String::new(), reason: String::new() };
            call_keyed::<ApproveRegistrations>(&request, &chunk.key).await
        }
        Decision::Reject { opinion } => {
            call_keyed::<RejectRegistrations>(&RejectRequest { items, opinion: opinion.clone() }, &chunk.key).await
        }
    }
}

impl Desk {
    pub fn start_batch(self, decision: Decision, rows: &[RegistrationRow]) {
        self.undoable.update(|last| last.rows.clear());
        self.batch.set(Some(Batch::new(decision, rows, fresh_key)));
        self.run_batch();
    }

    /// 继续, with the keys of before.
    pub fn resume_batch(self) {
        self.change_batch(Batch::resume);
        self.run_batch();
    }

    pub fn stop_batch(self) {
        self.change_batch(Batch::stop);
    }

    fn change_batch(self, change: impl FnOnce(&mut Batch)) {
        self.batch.update(|batch| {
            if let Some(batch) = batch {
                change(batch);
            }
        });
    }

    /// What is to be sent now; nothing when the batch is over or waits for the person.
    fn next_chunk(self) -> Option<(Decision, Chunk)> {
        self.batch.try_with_untracked(|batch| {
            let batch = batch.as_ref().filter(|batch| matches!(batch.phase, Phase::Running | Phase::Stopping))?;
            Some((batch.decision.clone(), batch.current()?.clone()))
        })?
    }

    fn run_batch(self) {
        spawn_local(async move {
            while let Some((decision, chunk)) = self.next_chunk() {
                let answer = send(&decision, &chunk).await;
                if !self.is_alive() {
                    return;
                }
                self.change_batch(|batch| match &answer {
                    Ok(response) => batch.answered(response),
                    Err(error) => batch.failed(error),
                });
                if let Ok(response) = &answer {
                    self.undoable.update(|last| last.note(response, true));
                    self.settle(response);
                }
            }
            self.rest_after_batch();
        });
    }

    /// A batch without refusals needs no more words than one sentence; another stays until it has been read.
    fn rest_after_batch(self) {
        let Some(batch) = self.batch.get_untracked() else { return };
        say(batch.headline());
        if batch.phase == Phase::Finished && batch.refused.is_empty() {
            self.leave_batch();
        }
    }

    /// Back to the list, where what was refused says why and what is unknown is read again.
    pub fn leave_batch(self) {
        let Some(batch) = self.batch.get_untracked() else { return };
        let unknown = match batch.phase {
            Phase::Finished => 0,
            _ => batch.current().map_or(0, |chunk| chunk.rows.len()),
        };
        if unknown + batch.refused.len() > REFRESH_ROWS_MAX {
            self.search();
        } else {
            for refused in &batch.refused {
                self.note_refusal(&refused.row.id, refused.message.clone());
            }
            for row in batch.current().iter().flat_map(|chunk| &chunk.rows).take(unknown) {
                self.refresh(row.id.clone());
            }
        }
        self.batch.set(None);
        self.focus_current();
        self.fetch_if_empty();
    }
}
