//! What was submitted in the last ten minutes, with 撤回 in sight. It follows from the list: a reload keeps it.

use std::time::Duration;

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::review::Status;
use domain::timestamp::Timestamp;

use crate::features::registrations::permitted::WITHDRAW;
use crate::pages::professional::registrations::Page;
use crate::platform::clock;

/// As long as one tap takes it back.
const FRESH_SECONDS: i64 = 10 * 60;
const LOOK_EVERY: Duration = Duration::from_secs(15);

pub fn just_submitted(page: Page) -> AnyView {
    let now = RwSignal::new(clock::now());
    if let Ok(ticking) = set_interval_with_handle(move || now.set(clock::now()), LOOK_EVERY) {
        on_cleanup(move || ticking.clear());
    }
    let fresh = Memo::new(move |_| page.list.rows.with(|rows| fresh(rows, now.get())));
    let content = move || {
        let rows = fresh.get();
        let words = match &rows[..] {
            [] => return None,
            [one] => format!("✓ 已提交“{}”，审核结束前可以随时撤回", one.title),
            rows => format!("✓ 已提交 {} 条登记，审核结束前可以随时撤回", rows.len()),
        };
        Some(view! {
            <p class="notice spread">
                <span>{words}</span>
                <button type="button" class="button quiet" on:click=move |_| page.actions.withdraw(rows.clone())>
                    {if rows_are_several(&fresh) { "全部撤回" } else { WITHDRAW }}
                </button>
            </p>
        })
    };
    view! { <div role="status">{content}</div> }.into_any()
}

fn rows_are_several(fresh: &Memo<Vec<RegistrationRow>>) -> bool {
    fresh.with_untracked(|rows| rows.len() > 1)
}

fn fresh(rows: &[RegistrationRow], now: Timestamp) -> Vec<RegistrationRow> {
    let is_fresh = |row: &&RegistrationRow| {
        let submitted = row.submitted_at.filter(|_| row.status == Status::Pending);
        submitted.is_some_and(|at| now.seconds() - at.seconds() < FRESH_SECONDS)
    };
    rows.iter().filter(is_fresh).cloned().collect()
}
