//! 提交: which unit reviews, and a last look at what goes there.

use crate::prelude::*;
use domain::contract::SubmitRegistrations;
use domain::contract::accounts::UnitName;
use domain::contract::registrations::{BatchResponse, RegistrationRow, SubmitRequest};
use domain::hours::Hours;
use domain::permission::Role;

use crate::components::dialog::actions::close_button;
use crate::components::dialog::dialog;
use crate::components::feedback::batch_report::Report;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::features::registrations::permitted::{Recipient, SUBMIT, seen};
use crate::features::units::picker::{PickerScope, unit_picker};
use crate::session;
use crate::state::mutation::Mutation;

/// What is being submitted, to whom.
#[derive(Clone, Copy)]
pub struct Submission {
    open: RwSignal<bool>,
    rows: RwSignal<Vec<RegistrationRow>>,
    recipient: RwSignal<Recipient>,
    /// `None`: the picker is shown.
    unit: RwSignal<Option<UnitName>>,
    attempt: Mutation,
}

impl Submission {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            rows: RwSignal::new(Vec::new()),
            recipient: RwSignal::new(Recipient::OwnUnit),
            unit: RwSignal::new(None),
            attempt: Mutation::new(),
        }
    }

    pub fn open(self, rows: Vec<RegistrationRow>, recipient: Recipient) {
        self.recipient.set(recipient);
        self.unit.set(match recipient {
            Recipient::OwnUnit => own_unit(),
            Recipient::SupervisingDepartment => None,
        });
        self.resume(rows);
    }

    /// Opens again with the unit that was chosen before.
    pub fn resume(self, rows: Vec<RegistrationRow>) {
        self.attempt.clear();
        self.rows.set(rows);
        self.open.set(true);
    }

    fn send(self, submitted: Callback<(Report, BatchResponse)>) {
        let Some(unit) = self.unit.get_untracked() else { return };
        let rows = self.rows.get_untracked();
        let attempt = self.attempt;
        let submitting = async move {
            let request = SubmitRequest { items: seen(&rows), unit: unit.id };
            let response = attempt.call_keyed::<SubmitRegistrations>(&request).await?;
            let report = Report::new(SUBMIT, &rows, &response);
            say(report.sentence());
            Ok((report, response))
        };
        attempt.run(submitting, move |answer| {
            self.open.set(false);
            submitted.run(answer);
        });
    }
}

fn own_unit() -> Option<UnitName> {
    session::state().read().map(|session| session.unit)
}

/// Shown while the submission is open. `submitted` hears what became of what was sent.
pub fn submit_dialog(submission: Submission, submitted: Callback<(Report, BatchResponse)>) -> AnyView {
    let title = move || match submission.recipient.get() {
        Recipient::OwnUnit => "提交审核".to_owned(),
        Recipient::SupervisingDepartment => "提交至主管部门审核".to_owned(),
    };
    dialog(submission.open, Signal::derive(title), move || {
        (move || match submission.unit.get() {
            None => pick(submission),
            Some(unit) => last_look(submission, unit, submitted),
        })
        .into_any()
    })
}

fn pick(submission: Submission) -> AnyView {
    let of_unit = session::state().read().is_some_and(|session| session.role == Role::Administrator);
    let scope = match submission.recipient.get_untracked() {
        Recipient::OwnUnit if of_unit => PickerScope::OwnUnitAndSupervisingDepartments,
        Recipient::OwnUnit => PickerScope::AnyUnit,
        Recipient::SupervisingDepartment => PickerScope::SupervisingDepartments,
    };
    let chosen = Callback::new(move |unit| submission.unit.set(Some(unit)));
    view! {
        {unit_picker(scope, own_unit(), chosen)}
        {close_button("取消", move || submission.open.set(false))}
    }
    .into_any()
}

fn last_look(submission: Submission, unit: UnitName, submitted: Callback<(Report, BatchResponse)>) -> AnyView {
    let own = own_unit();
    let foreign = own.as_ref().is_some_and(|own| own.id != unit.id);
    let warn = foreign && submission.recipient.get_untracked() == Recipient::OwnUnit;
    let warning = warn.then(|| {
        let own = own.map(|own| own.name).unwrap_or_default();
        view! { <p class="warning">{format!("▲ 这不是您所在的单位（{own}），请确认由该单位审核。")}</p> }
    });
    let rows = submission.rows.get_untracked();
    let items = rows.iter().map(item).collect_view();
    let send = Callback::new(move |()| submission.send(submitted));
    let attempt = submission.attempt;
    view! {
        <div class="card pane recipient">
            <div class="spread">
                <div><p class="small muted">"审核单位"</p><p><strong>{unit.name}</strong></p></div>
                <button type="button" class="button quiet" on:click=move |_| submission.unit.set(None)>"更换单位"</button>
            </div>
        </div>
        {warning}
        <div>
            <h3>{summary(&rows)}</h3>
            <ul class="outcomes" role="list">{items}</ul>
        </div>
        <p class="small muted">"提交后，在审核结束前可以随时撤回修改。"</p>
        {failure_notice(attempt.failure(), send)}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| submission.open.set(false)>"取消"</button>
            <button type="button" class="button primary" aria-busy=move || attempt.is_busy().to_string()
                on:click=move |_| send.run(())>"确认提交"</button>
        </div>
    }
    .into_any()
}

fn item(row: &RegistrationRow) -> AnyView {
    view! {
        <li class="spread">
            <span>{row.title.clone()}</span>
            <span class="digits">{format!("{} 学时", row.claimed_hours)}</span>
        </li>
    }
    .into_any()
}

fn summary(rows: &[RegistrationRow]) -> String {
    let sum: Hours = rows.iter().map(|row| row.claimed_hours).sum();
    format!("共 {} 条，合计 {sum} 学时", rows.len())
}
