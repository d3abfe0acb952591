//! 批量通过审核 and 批量不通过审核, chunk by chunk, so that a long batch shows how far it is and a lost connection costs
//! one chunk's answer and nothing else.

use domain::contract::registrations::{BatchResponse, Outcome, RegistrationRow, Seen};
use domain::id::IdempotencyKey;

use crate::api::CallError;
use crate::components::feedback::batch_report::Refused;

/// Items of one request: an answer every few seconds even where each item takes a while.
pub const CHUNK_ITEMS: usize = 25;

/// What is done to each item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Approve,
    /// 审核意见 for all of them.
    Reject {
        opinion: String,
    },
}

/// Items that travel together. Their key stays the same however often they are sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    pub rows: Vec<RegistrationRow>,
    pub key: IdempotencyKey,
}

impl Chunk {
    pub fn items(&self) -> Vec<Seen> {
        self.rows.iter().map(seen).collect()
    }
}

/// A registration as it is shown now.
pub fn seen(row: &RegistrationRow) -> Seen {
    Seen { id: row.id.clone(), version: row.version }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Running,
    /// The person wants to stop; what is on its way is waited for.
    Stopping,
    /// Why it does not go on by itself.
    Interrupted(String),
    Finished,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    pub decision: Decision,
    pub phase: Phase,
    pub refused: Vec<Refused>,
    chunks: Vec<Chunk>,
    /// How many chunks are over.
    over: usize,
    done: usize,
}

impl Batch {
    pub fn new(decision: Decision, rows: &[RegistrationRow], mut fresh: impl FnMut() -> IdempotencyKey) -> Self {
        let chunks: Vec<Chunk> =
            rows.chunks(CHUNK_ITEMS).map(|rows| Chunk { rows: rows.to_vec(), key: fresh() }).collect();
        let phase = if chunks.is_empty() { Phase::Finished } else { Phase::Running };
        Self { decision, phase, refused: Vec::new(), chunks, over: 0, done: 0 }
    }

    /// What is to be sent, again or for the first time.
    pub fn current(&self) -> Option<&Chunk> {
        self.chunks.get(self.over)
    }

    pub fn total(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.rows.len()).sum()
    }

    /// Items whose fate is known.
    pub fn settled(&self) -> usize {
        self.done + self.refused.len()
    }

    /// Items whose fate is not known, because they were not sent or nothing came back.
    pub fn left(&self) -> usize {
        self.total() - self.settled()
    }

    /// Notes the answer to the current chunk.
    pub fn answered(&mut self, response: &BatchResponse) {
        let Some(chunk) = self.chunks.get(self.over) else { return };
        for row in &chunk.rows {
            let outcome = response.results.iter().find(|result| result.id == row.id).map(|result| &result.outcome);
            match outcome {
                Some(Outcome::Done { .. }) => self.done += 1,
                Some(Outcome::Refused { message, .. }) => {
                    self.refused.push(Refused { row: row.clone(), message: message.clone() });
                }
                None => {
                    let message = "没有得到结果，请查询后再看".to_owned();
                    self.refused.push(Refused { row: row.clone(), message });
                }
            }
        }
        self.go_on();
    }

    /// Notes that the current chunk brought no results. What may yet succeed waits for 继续; what was refused as a
    /// whole is refused for each item.
    pub fn failed(&mut self, error: &CallError) {
        if error.is_worth_repeating() || *error == CallError::SessionEnded {
            let why = match error {
                CallError::Offline => "暂时连不上服务，请检查网络，再点“继续”。".to_owned(),
                error => error.message(),
            };
            self.phase = Phase::Interrupted(why);
            return;
        }
        let rows = self.current().map(|chunk| chunk.rows.clone()).unwrap_or_default();
        self.refused.extend(rows.into_iter().map(|row| Refused { row, message: error.message() }));
        self.go_on();
    }

    fn go_on(&mut self) {
        self.over += 1;
        self.phase = match self.phase {
            _ if self.over == self.chunks.len() => Phase::Finished,
            Phase::Stopping => Phase::Interrupted("已按您的要求停下。".to_owned()),
            _ => Phase::Running,
        };
    }

    /// Stops after what is on its way.
    pub fn stop(&mut self) {
        if self.phase == Phase::Running {
            self.phase = Phase::Stopping;
        }
    }

    /// 继续
    pub fn resume(&mut self) {
        if matches!(self.phase, Phase::Interrupted(_)) {
            self.phase = Phase::Running;
        }
    }

    /// How it stands, with what is not over yet.
    pub fn headline(&self) -> String {
        match self.phase {
            Phase::Finished => self.sentence(),
            _ => format!("{}，还有 {} 条没有处理完", self.sentence(), self.left()),
        }
    }

    /// `通过 29 条,1 条未通过`
    pub fn sentence(&self) -> String {
        let (decision, failed) = match self.decision {
            Decision::Approve => ("通过", "未通过"),
            Decision::Reject { .. } => ("不通过", "未能处理"),
        };
        let refused = match self.refused.len() {
            0 => String::new(),
            count => format!("，{count} 条{failed}"),
        };
        format!("{decision} {} 条{refused}", self.done)
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::ErrorBody;
    use domain::contract::registrations::ItemResult;
    use domain::field_errors::FieldErrors;

    use super::*;
    use crate::features::registrations::sample::row;

    fn batch(count: u128) -> Batch {
        let rows: Vec<_> = (0..count).map(row).collect();
        let mut number = 0;
        Batch::new(Decision::Approve, &rows, move || {
            number += 1;
            IdempotencyKey::from_bits(number)
        })
    }

    /// The answer to the current chunk, in which the rows of `refused` were refused.
    fn answer(batch: &Batch, refused: &[u128]) -> BatchResponse {
        let refused: Vec<_> = refused.iter().map(|number| row(*number).id).collect();
        let outcome = |id: &_| match refused.contains(id) {
            true => Outcome::Refused { code: "wrong_status".to_owned(), message: "已撤回".to_owned(), row: None },
            false => Outcome::Done { row: None },
        };
        let rows = &batch.current().expect("something to send").rows;
        let results = rows.iter().map(|row| ItemResult { id: row.id.clone(), outcome: outcome(&row.id) }).collect();
        BatchResponse { results }
    }

    #[test]
    fn thirty_items_travel_in_two_chunks_with_keys_of_their_own() {
        let mut batch = batch(30);
        let first = batch.current().expect("first").clone();
        assert_eq!(first.rows.len(), CHUNK_ITEMS);
        batch.answered(&answer(&batch, &[3]));
        let second = batch.current().expect("second").clone();
        assert_eq!((second.rows.len(), batch.settled(), batch.left()), (5, 25, 5));
        assert_ne!(first.key, second.key);
        assert_eq!(batch.phase, Phase::Running);
        batch.answered(&answer(&batch, &[]));
        assert_eq!(batch.phase, Phase::Finished);
        assert_eq!(batch.sentence(), "通过 29 条，1 条未通过");
        assert_eq!(batch.refused[0].message, "已撤回");
    }

    #[test]
    fn a_lost_connection_keeps_what_is_done_and_the_key() {
        let mut batch = batch(30);
        batch.answered(&answer(&batch, &[]));
        let key = batch.current().expect("second").key.clone();
        batch.failed(&CallError::Offline);
        assert!(matches!(batch.phase, Phase::Interrupted(_)));
        assert_eq!((batch.settled(), batch.left()), (25, 5));
        assert_eq!(batch.headline(), "通过 25 条，还有 5 条没有处理完");
        batch.resume();
        assert_eq!(batch.phase, Phase::Running);
        assert_eq!(batch.current().expect("second again").key, key);
    }

    #[test]
    fn a_chunk_that_is_refused_as_a_whole_does_not_stop_the_others() {
        let mut batch = batch(26);
        let body = ErrorBody {
            code: "not_found".to_owned(),
            message: "没有找到".to_owned(),
            fields: FieldErrors::default(),
            request_id: String::new(),
        };
        batch.failed(&CallError::Refused(body));
        assert_eq!((batch.refused.len(), &batch.phase), (25, &Phase::Running));
        batch.answered(&answer(&batch, &[]));
        assert_eq!(batch.sentence(), "通过 1 条，25 条未通过");
    }

    #[test]
    fn stopping_waits_for_what_is_on_its_way() {
        let mut batch = batch(60);
        batch.stop();
        assert_eq!(batch.phase, Phase::Stopping);
        batch.answered(&answer(&batch, &[]));
        assert!(matches!(batch.phase, Phase::Interrupted(_)));
        assert_eq!(batch.left(), 35);
    }

    #[test]
    fn an_answer_without_an_item_is_no_success() {
        let mut batch = batch(2);
        batch.answered(&BatchResponse { results: Vec::new() });
        assert_eq!((batch.refused.len(), &batch.phase), (2, &Phase::Finished));
    }
}
