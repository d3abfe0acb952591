//! 不通过 and 批量不通过审核 ask for 审核意见.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::id::RegistrationId;

use crate::components::dialog::actions::cancel_or_send;
use crate::components::dialog::dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::form::check::Check;
use crate::components::form::error_summary::focus;
use crate::components::form::field::{Bound, Field, text_area_field};
use crate::pages::unit::review::batch::Decision;
use crate::pages::unit::review::desk::Desk;
use crate::pages::unit::review::judgement::{OPINION_TEMPLATES, judge_opinion};
use crate::pages::unit::review::pane::templates;
use crate::state::mutation::Mutation;

const FORM: &str = "reject";
const OPINION: Field = Field::required("opinion", "审核意见").hint("学员会看到这段意见，据此修改后可以重新提交");

pub fn reject_dialog(desk: Desk) -> AnyView {
    // Lives as long as the screen: a dialog that was closed by mistake comes back with what was typed, for whom it was typed.
    let opinion = RwSignal::new(String::new());
    let meant_for = StoredValue::new(Vec::<RegistrationId>::new());
    let check = Check::new(move || judge_opinion(&opinion.read()));
    let attempt = Mutation::new();
    Effect::new(move || {
        if desk.reject_open.get() {
            let about: Vec<_> = desk.rejecting.with_untracked(|rows| rows.iter().map(|row| row.id.clone()).collect());
            if meant_for.get_value() != about {
                meant_for.set_value(about);
                opinion.set(String::new());
            }
            check.forget();
            attempt.clear();
        }
    });
    let title = move || match desk.rejecting.with(Vec::len) {
        1 => "不通过".to_owned(),
        count => format!("批量不通过审核（{count}）"),
    };
    let send = Callback::new(move |()| {
        if !check.passes() {
            focus(&check.errors(FORM).id("opinion"));
            return;
        }
        let rows = desk.rejecting.get_untracked();
        if let [row] = &rows[..] {
            desk.reject(attempt, check, row.clone(), opinion);
        } else {
            let text = opinion.get_untracked();
            desk.reject_open.set(false);
            opinion.set(String::new());
            desk.start_batch(Decision::Reject { opinion: text }, &rows);
        }
    });
    dialog(desk.reject_open, Signal::derive(title), move || {
        let field: Bound = opinion.into();
        view! {
            <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
                {subject(&desk.rejecting.get_untracked())}
                {text_area_field(check.errors(FORM), OPINION, "说明不通过的原因", field)}
                {templates(&OPINION_TEMPLATES, field)}
                {failure_notice(attempt.failure(), send)}
                {cancel_or_send(attempt, "danger", "确认不通过", move || desk.reject_open.set(false))}
            </form>
        }
        .into_any()
    })
}

/// Whom it is about.
fn subject(rows: &[RegistrationRow]) -> AnyView {
    match rows {
        [row] => view! { <p><strong>{row.person_name.clone()}</strong>" · "{row.title.clone()}</p> }.into_any(),
        rows => view! { <p>{format!("所选 {} 条登记将一并不通过，使用同一条审核意见。", rows.len())}</p> }.into_any(),
    }
}
