//! 通过 and 不通过 of one registration.

use crate::components::form::check::Check;
use crate::prelude::*;
use domain::contract::registrations::{BatchResponse, Outcome, RegistrationRow};
use domain::contract::reviews::RejectRequest;
use domain::contract::{ApproveRegistrations, RejectRegistrations};
use domain::review::Status;

use crate::api::CallError;
use crate::components::feedback::live_region::say;
use crate::pages::unit::review::batch::seen;
use crate::pages::unit::review::desk::Desk;
use crate::platform::focus::focus_soon;
use crate::platform::viewport::is_wide;
use crate::state::mutation::Mutation;

/// Tells the ids of the fields of 批准学时 from those of other forms.
pub const APPROVAL_FORM: &str = "approval";

impl Desk {
    /// Approves a row with the hours that were typed for it, as claimed where none were.
    pub fn approve(self, row: RegistrationRow) {
        if untrack(|| self.is_closed(&row.id) || self.deciding.is_busy()) {
            return;
        }
        self.select(&row.id);
        if !self.check.passes() {
            self.show_mistakes();
            return;
        }
        let request = untrack(|| self.approval(&row)).request(&row);
        let deciding = self.deciding;
        let approving = async move {
            let answer = deciding.call_keyed::<ApproveRegistrations>(&request).await;
            match answer {
                Ok(response) => {
                    tell(&row, &response);
                    Ok(Some((row, response)))
                }
                Err(error) => self.approval_failed(error).map(|()| None),
            }
        };
        deciding.run(approving, move |decided| {
            if let Some((row, response)) = decided {
                self.decided(&row, &response);
            }
        });
    }

    fn approval_failed(self, error: CallError) -> Result<(), CallError> {
        if !self.is_alive() {
            return Err(error);
        }
        let rest = self.check.refuse(error);
        self.show_mistakes();
        rest
    }

    /// Brings the field that is wrong, or the failure, before the eyes.
    fn show_mistakes(self) {
        if !untrack(is_wide) {
            self.sheet_open.set(true);
        }
        let errors = self.check.errors(APPROVAL_FORM);
        if let Some(first) = errors.shown.with_untracked(|shown| shown.iter().next().map(|error| error.path.clone())) {
            focus_soon(errors.id(&first));
        }
    }

    /// Opens the dialog that asks for 审核意见, for one row or for many.
    pub fn ask_for_opinion(self, rows: Vec<RegistrationRow>) {
        let open: Vec<_> = rows.into_iter().filter(|row| !untrack(|| self.is_closed(&row.id))).collect();
        if let [row] = &open[..] {
            self.select(&row.id);
        }
        if !open.is_empty() {
            self.rejecting.set(open);
            self.reject_open.set(true);
        }
    }

    /// Rejects one row; what is wrong is said in the dialog, which stays until it is done.
    pub fn reject(self, attempt: Mutation, check: Check, row: RegistrationRow, opinion: RwSignal<String>) {
        let request = RejectRequest { items: vec![seen(&row)], opinion: opinion.get_untracked() };
        let about = row.clone();
        let rejecting = async move {
            let response = attempt.call_keyed::<RejectRegistrations>(&request).await?;
            tell(&about, &response);
            Ok(response)
        };
        attempt.save(check, rejecting, move |response| {
            self.reject_open.set(false);
            opinion.set(String::new());
            self.decided(&row, &response);
        });
    }

    fn decided(self, row: &RegistrationRow, response: &BatchResponse) {
        let Some(outcome) = response.results.first().map(|result| &result.outcome) else { return };
        self.undoable.update(|last| last.note(response, false));
        self.settle(response);
        if let Outcome::Refused { message, .. } = outcome {
            self.note_refusal(&row.id, message.clone());
        }
        self.sheet_open.set(false);
        self.focus_current();
        self.fetch_if_empty();
    }
}

/// Says what was decided, wherever the person is by then.
fn tell(row: &RegistrationRow, response: &BatchResponse) {
    if let Some(result) = response.results.first() {
        say(words(row, &result.outcome));
    }
}

/// What has become of a registration, for the live region.
fn words(row: &RegistrationRow, outcome: &Outcome) -> String {
    let subject = format!("{}“{}”", row.person_name, row.title);
    match outcome {
        Outcome::Refused { message, .. } => format!("{subject}：{message}"),
        Outcome::Done { row: Some(row) } => match (row.status, row.approved_hours) {
            (Status::Approved, Some(hours)) => format!("已通过 {subject}，{hours} 学时"),
            (Status::Pending, _) => format!("初审已通过 {subject}，转入终审"),
            (Status::Rejected, _) => format!("已审核为不通过 {subject}"),
            _ => format!("已处理 {subject}"),
        },
        Outcome::Done { row: None } => format!("已处理 {subject}"),
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::Hours;
    use domain::review::Stage;

    use super::*;
    use crate::features::registrations::sample;

    fn said(change: impl Fn(&mut RegistrationRow)) -> String {
        let mut row = sample::row(1);
        change(&mut row);
        words(&sample::row(1), &Outcome::Done { row: Some(Box::new(row)) })
    }

    #[test]
    fn the_live_region_says_what_was_decided() {
        let approved = said(|row| (row.status, row.approved_hours) = (Status::Approved, Some(Hours::whole(8))));
        assert_eq!(approved, "已通过 韦丽琳“第 1 期培训班”，8 学时");
        assert_eq!(said(|row| row.stage = Some(Stage::Final)), "初审已通过 韦丽琳“第 1 期培训班”，转入终审");
        assert_eq!(said(|row| row.status = Status::Rejected), "已审核为不通过 韦丽琳“第 1 期培训班”");
        let refused = Outcome::Refused {
            code: "own_registration".to_owned(),
            message: "不能审核本人的登记".to_owned(),
            row: None,
        };
        assert_eq!(words(&sample::row(1), &refused), "韦丽琳“第 1 期培训班”：不能审核本人的登记");
    }
}
