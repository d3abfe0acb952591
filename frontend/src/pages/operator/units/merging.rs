//! How a merge of two units goes on, request by request.

use domain::contract::directory::UnitsMerged;

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The operator looks once more.
    Asking,
    Running,
    /// What is on its way is waited for.
    Stopping,
    /// Why it does not go on by itself.
    Interrupted(String),
    Finished,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merging {
    pub phase: Phase,
    /// People brought over since the dialog was opened.
    pub moved: u32,
}

impl Merging {
    pub fn new() -> Self {
        Self { phase: Phase::Asking, moved: 0 }
    }

    /// Takes an answer in. Says whether to ask again.
    pub fn take(&mut self, answer: &UnitsMerged) -> bool {
        match answer {
            UnitsMerged::Moving { moved } => {
                self.moved += moved;
                if self.phase == Phase::Stopping {
                    self.phase = Phase::Interrupted(PAUSED.to_owned());
                    return false;
                }
                true
            }
            UnitsMerged::Merged { moved } => {
                self.moved += moved;
                self.phase = Phase::Finished;
                false
            }
        }
    }
}

const PAUSED: &str = "已暂停。已移动的人员不会丢失，可以继续，也可以以后从单位页面继续。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_goes_on_until_nothing_is_left_or_it_is_stopped() {
        let mut merging = Merging { phase: Phase::Running, ..Merging::new() };
        assert!(merging.take(&UnitsMerged::Moving { moved: 20 }));
        merging.phase = Phase::Stopping;
        assert!(!merging.take(&UnitsMerged::Moving { moved: 20 }));
        assert!(matches!(merging.phase, Phase::Interrupted(_)));
        merging.phase = Phase::Running;
        assert!(!merging.take(&UnitsMerged::Merged { moved: 3 }));
        assert_eq!((merging.phase, merging.moved), (Phase::Finished, 43));
    }
}
