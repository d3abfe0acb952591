//! 撤销: the last decision, or the last batch, goes back into the queue.

use crate::prelude::*;
use domain::contract::UndoDecisions;
use domain::contract::registrations::{BatchRequest, BatchResponse, Outcome, RegistrationRow};
use domain::review::Status;

use super::batch::seen;
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
    pub fn undo(self) {
        let items = self.undoable.with_untracked(|last| last.rows.iter().map(seen).collect::<Vec<_>>());
        if items.is_empty() {
            return;
        }
        let undoing = self.undoing;
        undoing.run(async move {
            let response = undoing.call_keyed::<UndoDecisions>(&BatchRequest { items }).await?;
            if self.is_alive() {
                self.undone(&response);
            }
            Ok(())
        });
    }

    fn undone(self, response: &BatchResponse) {
        let mut back = Vec::new();
        let mut refused = None;
        for result in &response.results {
            match &result.outcome {
                Outcome::Done { row: Some(row) } => back.push((**row).clone()),
                Outcome::Done { row: None } => {}
                Outcome::Refused { message, .. } => refused = Some(message.clone()),
            }
        }
        self.undoable.update(|last| last.rows.clear());
        let words = match (back.len(), refused) {
            (0, Some(message)) => message,
            (count, Some(message)) => format!("已撤销 {count} 条,其余未能撤销:{message}"),
            (count, None) => format!("已撤销 {count} 条,回到待审核"),
        };
        say(words);
        let first = back.first().map(|row| row.id.clone());
        self.bring_back(back);
        if let Some(first) = first {
            self.select(&first);
            self.focus_current();
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
