//! 批量通过审核 asks once; then progress and, where not all went well, what became of each item.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::hours::Hours;
use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::dialog::dialog;
use crate::components::feedback::batch_report::Refused;
use crate::pages::unit::review::batch::{Batch, Decision, Phase};
use crate::pages::unit::review::desk::Desk;
use crate::platform::location;

/// The last look before many registrations are approved at once.
pub fn confirm_dialog(desk: Desk) -> AnyView {
    dialog(desk.confirm_open, Signal::stored("批量通过审核".to_owned()), move || {
        let rows = desk.list.chosen_rows();
        let deviating = rows.iter().filter(|row| !row.deviations.is_empty()).count();
        let warning = (deviating > 0).then(|| {
            view! { <p class="warning">{format!("▲ 其中 {deviating} 条需要留意，请确认都已看过。")}</p> }
        });
        let words = question(&rows);
        let approve = move |_| {
            desk.confirm_open.set(false);
            desk.start_batch(Decision::Approve, &rows);
        };
        view! {
            <p>{words}</p>
            {warning}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| desk.confirm_open.set(false)>"取消"</button>
                <button type="button" class="button primary" on:click=approve>"确认通过"</button>
            </div>
        }
        .into_any()
    })
}

fn question(rows: &[RegistrationRow]) -> String {
    let sum: Hours = rows.iter().map(RegistrationRow::hours_to_approve).sum();
    let as_granted =
        if rows.iter().any(|row| row.proposed_hours.is_some()) { "初审核定的学时" } else { "申请学时" };
    format!("将按{as_granted}通过 {} 条登记，合计 {sum} 学时。", rows.len())
}

/// Comes up when a batch starts, and stays until its outcome has been read.
pub fn batch_dialog(desk: Desk) -> AnyView {
    let element = NodeRef::<html::Dialog>::new();
    let batch = desk.batch;
    let phase = Memo::new(move |_| batch.with(|batch| batch.as_ref().map(|batch| batch.phase.clone())));
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        let phase = phase.get();
        match (phase.is_some(), element.open()) {
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            _ => {}
        }
        // The button that had the focus goes with its phase.
        request_animation_frame(move || {
            if let Ok(Some(button)) = element.query_selector(".dialog-actions .button:last-child") {
                let _ = button.unchecked_into::<HtmlElement>().focus();
            }
        });
    });
    location::ask_before_leaving(
        "批量操作还在进行，离开后停在已完成的地方。确定离开吗？",
        move || matches!(phase.try_get_untracked(), Some(Some(Phase::Running | Phase::Stopping))),
    );
    let is_running = move || matches!(phase.get_untracked(), Some(Phase::Running | Phase::Stopping));
    // Escape must not hide what is under way.
    let cancel = move |event: leptos::ev::Event| {
        if is_running() {
            event.prevent_default();
        }
    };
    let closed = move |_| {
        if !is_running() {
            desk.leave_batch();
        }
    };
    let title = move || batch.with(|batch| batch.as_ref().map(title).unwrap_or_default());
    let content = move || match phase.get()? {
        Phase::Running | Phase::Stopping => Some(progress(desk)),
        Phase::Interrupted(why) => Some(interrupted(desk, why)),
        Phase::Finished => Some(summary(desk)),
    };
    view! {
        <dialog node_ref=element aria-label=title on:cancel=cancel on:close=closed>
            <div class="dialog">
                <h2>{title}</h2>
                {content}
            </div>
        </dialog>
    }
    .into_any()
}

fn title(batch: &Batch) -> String {
    match (&batch.phase, &batch.decision) {
        (Phase::Finished | Phase::Interrupted(_), _) => batch.headline(),
        (_, Decision::Approve) => "批量通过审核".to_owned(),
        (_, Decision::Reject { .. }) => "批量不通过审核".to_owned(),
    }
}

fn figures(desk: Desk) -> (usize, usize) {
    desk.batch.with(|batch| batch.as_ref().map_or((0, 0), |batch| (batch.settled(), batch.total())))
}

fn bar(desk: Desk) -> AnyView {
    view! {
        <progress aria-label="进度" max=move || figures(desk).1.to_string() value=move || figures(desk).0.to_string()>
        </progress>
        <p class="muted digits">{move || { let (settled, total) = figures(desk); format!("{settled} / {total} 条") }}</p>
    }
    .into_any()
}

fn progress(desk: Desk) -> AnyView {
    let stopping = move || desk.batch.with(|batch| batch.as_ref().is_some_and(|batch| batch.phase == Phase::Stopping));
    view! {
        {bar(desk)}
        <div class="dialog-actions">
            <button type="button" class="button" aria-busy=move || stopping().to_string()
                on:click=move |_| desk.stop_batch()>
                {move || if stopping() { "正在停下…" } else { "停止" }}
            </button>
        </div>
    }
    .into_any()
}

fn interrupted(desk: Desk, why: String) -> AnyView {
    view! {
        {bar(desk)}
        <p role="alert">{why}"已处理的都已保存；继续时，已处理过的不会重复处理。"</p>
        {refused_items(desk)}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| desk.leave_batch()>"先到这里"</button>
            <button type="button" class="button primary" on:click=move |_| desk.resume_batch()>"继续"</button>
        </div>
    }
    .into_any()
}

fn summary(desk: Desk) -> AnyView {
    view! {
        {refused_items(desk)}
        <p class="small muted">"这些登记仍在列表中，可以看过后再处理。"</p>
        <div class="dialog-actions">
            <button type="button" class="button primary" on:click=move |_| desk.leave_batch()>"知道了"</button>
        </div>
    }
    .into_any()
}

fn refused_items(desk: Desk) -> AnyView {
    let refused =
        desk.batch.with_untracked(|batch| batch.as_ref().map(|batch| batch.refused.clone()).unwrap_or_default());
    if refused.is_empty() {
        return ().into_any();
    }
    let item = |Refused { row, message }: Refused| {
        view! {
            <li>
                <p><strong>{row.person_name}</strong>" · "{row.title}</p>
                <p class="error">{message}</p>
            </li>
        }
    };
    view! { <ul class="outcomes" role="list">{refused.into_iter().map(item).collect_view()}</ul> }.into_any()
}
