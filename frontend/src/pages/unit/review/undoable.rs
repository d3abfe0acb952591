//! What was decided last, and can be taken back.

use domain::contract::registrations::{BatchResponse, Outcome, RegistrationRow};
use domain::review::Status;

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

    pub fn words(&self) -> String {
        match &self.rows[..] {
            [row] => {
                let decision = match row.status {
                    Status::Approved => "已通过",
                    Status::Rejected => "已审核为不通过",
                    _ => "初审已通过",
                };
                format!("{decision} {}“{}”", row.person_name, row.title)
            }
            rows => format!("已处理 {} 条", rows.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::registrations::ItemResult;

    use super::*;
    use crate::features::registrations::sample::row;

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
