//! 撤销: the last decision, or the last batch, goes back into the queue.

use crate::prelude::*;
use domain::contract::UndoDecisions;
use domain::contract::registrations::{BatchRequest, BatchResponse, Outcome, RegistrationRow, Seen};
use domain::review::Status;

use super::batch::{CHUNK_ITEMS, seen};
use super::desk::Desk;
use crate::components::failure::failure_notice;
use crate::components::live_region::say;

/// What was decided last, as it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undoable {
    pub rows: Vec<RegistrationRow>,
}

impl Undoable {
    /// Notes what a request has decided. A batch goes on with what its chunks before have done.
    pub fn note(&mut self, response: &BatchResponse, goes_on: bool) {
        if !goes_on {
            self.rows.clear();
        }
        let done = response.results.iter().filter_map(|result| match &result.outcome {
            Outcome::Done { row: Some(row) } => Some((**row).clone()),
            _ => None,
        });
        self.rows.extend(done);
    }

    fn words(&self) -> String {
        match &self.rows[..] {
            [row] => {
                let deed = match row.status {
                    Status::Approved => "已通过",
                    Status::Rejected => "已不通过",
                    _ => "初审已通过",
                };
                format!("{deed} {}“{}”", row.person_name, row.title)
            }
            rows => format!("已处理 {} 条", rows.len()),
        }
    }
}

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
        undoing.run(async move {
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
        });
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

#[cfg(test)]
mod tests {
    use domain::contract::registrations::ItemResult;

    use super::super::sample::row;
    use super::*;

    fn response(numbers: &[u128]) -> BatchResponse {
        let result = |number: &u128| {
            let row = RegistrationRow { status: Status::Approved, ..row(*number) };
            ItemResult { id: row.id.clone(), outcome: Outcome::Done { row: Some(Box::new(row)) } }
        };
        BatchResponse { results: numbers.iter().map(result).collect() }
    }

    #[test]
    fn the_last_decision_or_the_whole_batch_can_be_undone() {
        let mut last = Undoable::default();
        last.note(&response(&[1]), false);
        assert_eq!(last.words(), "已通过 韦丽琳“第 1 期培训班”");
        last.note(&response(&[2, 3]), false);
        last.note(&response(&[4]), true);
        assert_eq!(last.words(), "已处理 3 条");
    }
}
