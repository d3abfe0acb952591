//! 撤销: the last decision, or the last batch, goes back into the queue.

use crate::prelude::*;
use domain::contract::UndoDecisions;
use domain::contract::registrations::{BatchRequest, BatchResponse, Outcome, Seen};

use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::pages::unit::review::batch::{CHUNK_ITEMS, seen};
use crate::pages::unit::review::desk::Desk;

/// What was done last, with the way back.
pub fn undo_bar(desk: Desk) -> AnyView {
    let content = move || {
        let words = desk.undoable.with(|last| (!last.rows.is_empty()).then(|| last.words()))?;
        Some(view! {
            <p class="notice spread">
                <span>"✓ "{words}</span>
                <button type="button" class="button quiet" aria-busy=move || desk.undoing.is_busy().to_string()
                    on:click=move |_| desk.undo()>"撤销"<kbd aria-hidden="true">"u"</kbd></button>
            </p>
        })
    };
    view! { {content} {failure_notice(desk.undoing.failure(), Callback::new(move |()| desk.undo()))} }.into_any()
}

impl Desk {
    /// Takes back what was decided last, chunk by chunk. What a lost connection leaves can be taken back once more.
    pub fn undo(self) {
        let undoing = self.undoing;
        let taking_back = async move {
            let mut told = Told::default();
            while let Some(items) = self.next_to_undo() {
                let response = undoing.call_keyed::<UndoDecisions>(&BatchRequest { items }).await?;
                if !self.is_alive() {
                    return Ok(());
                }
                self.undone(response, &mut told);
            }
            if told.is_something() {
                say(told.words());
                self.focus_current();
            }
            Ok(())
        };
        undoing.run(taking_back, |()| {});
    }

    fn next_to_undo(self) -> Option<Vec<Seen>> {
        let rows = self
            .undoable
            .try_with_untracked(|last| last.rows.iter().take(CHUNK_ITEMS).map(seen).collect::<Vec<_>>())?;
        (!rows.is_empty()).then_some(rows)
    }

    fn undone(self, response: BatchResponse, told: &mut Told) {
        let answered: Vec<_> = response.results.iter().map(|result| result.id.clone()).collect();
        self.undoable.update(|last| last.rows.retain(|row| !answered.contains(&row.id)));
        let mut back = Vec::new();
        for result in response.results {
            match result.outcome {
                Outcome::Done { row: Some(row) } => back.push(*row),
                Outcome::Done { row: None } => {}
                Outcome::Refused { message, .. } => told.refused = Some(message),
            }
        }
        told.back += back.len();
        let first = back.first().map(|row| row.id.clone());
        self.bring_back(back);
        if let Some(first) = first {
            self.select(&first);
        }
    }
}

/// What is said of an undo when it is over.
#[derive(Debug, Default)]
struct Told {
    back: usize,
    /// Why the last of those that stay decided does.
    refused: Option<String>,
}

impl Told {
    fn is_something(&self) -> bool {
        self.back > 0 || self.refused.is_some()
    }

    fn words(&self) -> String {
        match (self.back, &self.refused) {
            (0, Some(message)) => message.clone(),
            (count, Some(message)) => format!("已撤销 {count} 条，其余未能撤销：{message}"),
            (count, None) => format!("已撤销 {count} 条，回到待审核"),
        }
    }
}
