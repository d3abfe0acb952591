//! What a person may do with registrations that exist: submit, withdraw, delete. One set of dialogs for every list.

use crate::prelude::*;
use domain::contract::registrations::{BatchRequest, BatchResponse, RegistrationRow};
use domain::contract::{DeleteRegistrations, WithdrawRegistrations};
use domain::limits::BATCH_ITEMS_MAX;

use crate::components::dialog::actions::close_button;
use crate::components::dialog::{confirm_dialog, dialog};
use crate::components::feedback::batch_report::{Report, batch_report};
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::features::registrations::permitted::{
    DELETE, Recipient, WITHDRAW, may_delete, may_submit, may_withdraw, seen,
};
use crate::features::registrations::submit_dialog::{Submission, submit_dialog};
use crate::state::mutation::Mutation;

/// The actions of one page. Every answer goes to `changed`, which shows it in the page's list.
#[derive(Clone, Copy)]
pub struct Actions {
    changed: Callback<BatchResponse>,
    report: RwSignal<Option<Report>>,
    /// What 删除 has been pressed for, while the dialog asks.
    deleting: RwSignal<Vec<RegistrationRow>>,
    delete_open: RwSignal<bool>,
    delete_attempt: Mutation,
    withdrawing: RwSignal<Vec<RegistrationRow>>,
    withdraw_attempt: Mutation,
    submission: Submission,
}

impl Actions {
    pub fn new(changed: Callback<BatchResponse>) -> Self {
        Self {
            changed,
            report: RwSignal::new(None),
            deleting: RwSignal::new(Vec::new()),
            delete_open: RwSignal::new(false),
            delete_attempt: Mutation::new(),
            withdrawing: RwSignal::new(Vec::new()),
            withdraw_attempt: Mutation::new(),
            submission: Submission::new(),
        }
    }

    /// Asks before deleting.
    pub fn delete(self, rows: Vec<RegistrationRow>) {
        if let Some(rows) = within_limits(rows, may_delete, "请先勾选要删除的登记") {
            self.delete_attempt.clear();
            self.deleting.set(rows);
            self.delete_open.set(true);
        }
    }

    fn delete_now(self) {
        let rows = self.deleting.get_untracked();
        let attempt = self.delete_attempt;
        let deleting = async move {
            let response = attempt.call_keyed::<DeleteRegistrations>(&batch(&rows)).await?;
            Ok((told(DELETE, &rows, &response), response))
        };
        attempt.run(deleting, move |(report, response)| {
            self.delete_open.set(false);
            self.finish(report, response);
        });
    }

    /// Takes back at once: nothing is lost by it, and 提交 stands beside it again.
    pub fn withdraw(self, rows: Vec<RegistrationRow>) {
        if let Some(rows) = within_limits(rows, may_withdraw, "这些登记已有变化，现在不能撤回") {
            if self.withdraw_attempt.is_running() {
                return say("上一次撤回还没有完成，请稍候再试");
            }
            self.withdrawing.set(rows);
            self.withdraw_now();
        }
    }

    fn withdraw_now(self) {
        let rows = self.withdrawing.get_untracked();
        let attempt = self.withdraw_attempt;
        let withdrawing = async move {
            let response = attempt.call_keyed::<WithdrawRegistrations>(&batch(&rows)).await?;
            Ok((told(WITHDRAW, &rows, &response), response))
        };
        attempt.run(withdrawing, move |(report, response)| self.finish(report, response));
    }

    /// Opens the dialog that chooses the reviewing unit and takes a last look.
    pub fn submit(self, rows: Vec<RegistrationRow>, recipient: Recipient) {
        if let Some(rows) = within_limits(rows, may_submit, "请先勾选要提交的登记") {
            self.submission.open(rows, recipient);
        }
    }

    fn finish(self, report: Report, response: BatchResponse) {
        self.changed.run(response);
        if !report.refused.is_empty() {
            self.report.set(Some(report));
        }
    }

    fn again(self, report: Report) {
        let may = match report.verb {
            DELETE => may_delete,
            WITHDRAW => may_withdraw,
            _ => may_submit,
        };
        let rows: Vec<_> = report.refused.into_iter().map(|refused| refused.row).filter(may).collect();
        match report.verb {
            _ if rows.is_empty() => say(format!("这些登记已有变化，现在不能{}", report.verb)),
            DELETE => self.delete(rows),
            WITHDRAW => self.withdraw(rows),
            _ => self.submission.resume(rows),
        }
    }

    /// The dialogs; once on the page.
    pub fn dialogs(self) -> AnyView {
        let question = move || self.deleting.with(|rows| question(rows));
        let submitted = Callback::new(move |(report, response)| self.finish(report, response));
        view! {
            {confirm_dialog(
                self.delete_open,
                Signal::stored("删除登记".to_owned()),
                Signal::derive(question),
                DELETE,
                self.delete_attempt,
                Callback::new(move |()| self.delete_now()),
            )}
            {submit_dialog(self.submission, submitted)}
            {batch_report(self.report, Callback::new(move |report| self.again(report)))}
            {withdraw_failure(self)}
        }
        .into_any()
    }
}

/// What became of the rows, said wherever the person is by now.
fn told(verb: &'static str, rows: &[RegistrationRow], response: &BatchResponse) -> Report {
    let report = Report::new(verb, rows, response);
    say(report.sentence());
    report
}

/// A withdrawal that did not get through says so wherever the page is scrolled to.
fn withdraw_failure(actions: Actions) -> AnyView {
    let failure = actions.withdraw_attempt.failure();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(failure.with(Option::is_some)));
    let again = Callback::new(move |()| actions.withdraw_now());
    dialog(open, Signal::stored("撤回没有完成".to_owned()), move || {
        view! {
            {failure_notice(failure, again)}
            {close_button("关闭", move || open.set(false))}
        }
        .into_any()
    })
}

/// The rows that the action is for, or a word to the person.
fn within_limits(
    rows: Vec<RegistrationRow>,
    may: fn(&RegistrationRow) -> bool,
    none: &'static str,
) -> Option<Vec<RegistrationRow>> {
    let rows: Vec<RegistrationRow> = rows.into_iter().filter(may).collect();
    if rows.is_empty() {
        say(none);
        return None;
    }
    if rows.len() > BATCH_ITEMS_MAX {
        say(format!("一次最多 {BATCH_ITEMS_MAX} 条，请分几次进行"));
        return None;
    }
    Some(rows)
}

fn question(rows: &[RegistrationRow]) -> String {
    match rows {
        [one] => format!("确定删除“{}”吗？删除后不能恢复。", one.title),
        rows => format!("确定删除所选的 {} 条登记吗？删除后不能恢复。", rows.len()),
    }
}

fn batch(rows: &[RegistrationRow]) -> BatchRequest {
    BatchRequest { items: seen(rows) }
}
