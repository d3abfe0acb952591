//! The detail of the current row with the decision below it: beside the table at a desk, on the whole screen of a phone.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use gloo_timers::future::TimeoutFuture;

use crate::api::{CallError, queries};
use crate::components::dialog::sheet;
use crate::components::feedback::failure::failure_notice;
use crate::components::form::field::{Bound, Field, Typing, text_area_field, text_field};
use crate::components::list::loaded::loaded;
use crate::features::registrations::detail;
use crate::pages::unit::review::deciding::APPROVAL_FORM;
use crate::pages::unit::review::desk::{Desk, PANE_HEADING};
use crate::pages::unit::review::judgement::{LOWERING_TEMPLATES, fill};
use crate::state::query::query;

const HOURS: Field = Field::optional("approved_hours", "批准学时");
const REASON: Field = Field::required("reason", "原因");
/// A reviewer who runs down the list with j is not reading yet.
const REST_MILLISECONDS: u32 = 120;

/// Beside the table.
pub fn aside(desk: Desk) -> AnyView {
    let back = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            desk.focus_current();
        }
    };
    view! {
        <aside class="card review-pane" aria-label="登记详情" on:keydown=back>
            {move || match desk.current_row.get() {
                Some(row) => content(desk, row, Some(PANE_HEADING)),
                None => view! { <p class="muted">"选择一条登记，在这里看详情和附件。"</p> }.into_any(),
            }}
        </aside>
    }
    .into_any()
}

/// Above the list of a phone.
pub fn phone_sheet(desk: Desk) -> AnyView {
    sheet(desk.sheet_open, Signal::stored("登记详情".to_owned()), move || {
        let shown = move || desk.current_row.get().map(|row| content(desk, row, None));
        view! { <div class="review-pane">{shown}</div> }.into_any()
    })
}

fn content(desk: Desk, row: RegistrationRow, heading: Option<&'static str>) -> AnyView {
    let id = row.id.clone();
    let loader = query(move || {
        let id = id.clone();
        async move {
            TimeoutFuture::new(REST_MILLISECONDS).await;
            if desk.current.try_get_untracked().flatten().as_ref() != Some(&id) {
                return Err(CallError::Offline);
            }
            queries::registration(id).await
        }
    });
    let closed = {
        let id = row.id.clone();
        Memo::new(move |_| desk.is_closed(&id))
    };
    let refused = {
        let id = row.id.clone();
        move || desk.refusal(&id).map(|message| view! { <p class="refusal" role="alert">"✕ "{message}</p> })
    };
    let foot = {
        let row = row.clone();
        move || (!closed.get()).then(|| decision(desk, row.clone()))
    };
    view! {
        <div class="review-content">
            {detail::head(&row, heading)}
            {refused}
            {loaded(loader, 2, detail::body)}
        </div>
        {foot}
    }
    .into_any()
}

/// 批准学时 with 通过 and 不通过, always within reach.
fn decision(desk: Desk, row: RegistrationRow) -> AnyView {
    let errors = desk.check.errors(APPROVAL_FORM);
    let claimed = row.claimed_hours;
    let typed = {
        let row = row.clone();
        Memo::new(move |_| desk.approval(&row))
    };
    let (for_hours, for_reason) = (row.clone(), row.clone());
    let hours = Bound::new(
        move || typed.with(|typed| typed.hours.clone()),
        move |text| desk.type_approval(&for_hours, |approval| approval.hours = text),
    );
    let reason = Bound::new(
        move || typed.with(|typed| typed.reason.clone()),
        move |text| desk.type_approval(&for_reason, |approval| approval.reason = text),
    );
    let lowers = Memo::new(move |_| typed.with(|typed| typed.lowers(claimed)));
    let needs_reason = move || {
        lowers.get().then(|| {
            view! {
                <div class="stack">
                    {text_area_field(errors, REASON, "批准学时低于申请学时，请说明原因", reason)}
                    {templates(&LOWERING_TEMPLATES, reason)}
                </div>
            }
        })
    };
    let rejected = row.clone();
    let approve = Callback::new(move |()| desk.approve(row.clone()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        approve.run(());
    };
    view! {
        <form class="review-decision" novalidate on:submit=submit>
            {text_field(errors, HOURS.hint("可以低于申请学时，须说明原因"), Typing::FIGURE, hours)}
            {needs_reason}
            {failure_notice(desk.deciding.failure(), approve)}
            <div class="decision-buttons">
                <button type="submit" class="button primary" aria-keyshortcuts="a"
                    aria-busy=move || desk.deciding.is_busy().to_string()>"通过"{key_sign("a")}</button>
                <button type="button" class="button danger" aria-keyshortcuts="r"
                    on:click=move |_| desk.ask_for_opinion(vec![rejected.clone()])>"不通过"{key_sign("r")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The key that does the same; no part of the button's name.
fn key_sign(key: &'static str) -> AnyView {
    view! { <kbd aria-hidden="true">{key}</kbd> }.into_any()
}

/// Buttons that fill a field with what is written again and again.
pub fn templates(texts: &'static [&'static str], field: Bound) -> AnyView {
    let button = |text: &'static str| {
        let put = move |_| field.set.run(fill(&field.value.get_untracked(), text));
        view! { <button type="button" class="button template" on:click=put>{text}</button> }
    };
    let buttons = texts.iter().copied().map(button).collect_view();
    view! { <div class="templates" role="group" aria-label="常用意见">{buttons}</div> }.into_any()
}
