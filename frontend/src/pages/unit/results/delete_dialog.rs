//! 删除 of what had been approved: with a reason, and after saying what it takes back.

use crate::prelude::*;
use domain::contract::registrations::{BatchResponse, Outcome, RegistrationRow, Seen};
use domain::contract::reviews::{DeleteReviewedRequest, PreviewDeletionRequest};
use domain::contract::{DeleteReviewed, PreviewDeletion};

use crate::api::call;
use crate::components::dialog::actions::cancel_or_send;
use crate::components::dialog::dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::check::Check;
use crate::components::form::error_summary::focus;
use crate::components::form::field::{Field, text_area_field};
use crate::components::list::loaded::loaded;
use crate::features::registrations::reason::judge_reason;
use crate::features::registrations::succession::successor;
use crate::pages::unit::results::Page;
use crate::pages::unit::results::list::row_element;
use crate::platform::focus::focus_soon;
use crate::state::mutation::Mutation;
use crate::state::query::query;

const FORM: &str = "delete";
const REASON: Field = Field::required("reason", "删除原因");

pub fn delete_dialog(page: Page) -> AnyView {
    let reason = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let check = Check::new(move || judge_reason(&reason.read()));
    let attempt = Mutation::new();
    Effect::new(move || {
        if page.delete_open.get() {
            reason.set(String::new());
            refused.set(None);
            check.forget();
            attempt.clear();
        }
    });
    let send = Callback::new(move |()| {
        let Some(row) = page.deleting.get_untracked() else { return };
        if !check.passes() {
            focus(&check.errors(FORM).id("reason"));
            return;
        }
        refused.set(None);
        let items = vec![Seen { id: row.id.clone(), version: row.version }];
        let request = DeleteReviewedRequest { items, reason: reason.get_untracked() };
        let about = row.clone();
        let deleting = async move {
            let response = attempt.call_keyed::<DeleteReviewed>(&request).await?;
            if refusal(&response).is_none() {
                say(format!("已删除 {}“{}”", about.person_name, about.title));
            }
            Ok(response)
        };
        attempt.save(check, deleting, move |response| finish(page, &row, &response, refused));
    });
    dialog(page.delete_open, Signal::stored("删除".to_owned()), move || {
        let row = page.deleting.get_untracked();
        let subject = row.as_ref().map(|row| {
            let (person, title) = (row.person_name.clone(), row.title.clone());
            view! { <p><strong>{person}</strong>" · "{title}</p> }
        });
        view! {
            <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
                {subject}
                <p class="warning">{row.as_ref().map(warning)}</p>
                {row.as_ref().map(certificate)}
                {text_area_field(check.errors(FORM), REASON, "说明为什么删除", reason.into())}
                <p class="refusal" role="alert">{move || refused.get()}</p>
                {failure_notice(attempt.failure(), send)}
                {cancel_or_send(attempt, "danger", "删除", move || page.delete_open.set(false))}
            </form>
        }
        .into_any()
    })
}

/// Which certificate it voids, asked for when the dialog opens.
fn certificate(row: &RegistrationRow) -> AnyView {
    let id = row.id.clone();
    let loader = query(move || {
        let id = id.clone();
        async move { call::<PreviewDeletion>(&PreviewDeletionRequest { id }).await }
    });
    loaded(loader, 0, |preview| match preview.voids {
        Some(number) => {
            let words = format!("▲ 该学员的继续教育合格证书 {number} 将随之失效。");
            view! { <p class="warning" role="status"><strong>{words}</strong></p> }.into_any()
        }
        None => view! { <p class="small muted" role="status">"不影响已生成的合格证书。"</p> }.into_any(),
    })
}

/// What the deletion leads to.
fn warning(row: &RegistrationRow) -> String {
    let hours = row.approved_hours.unwrap_or(row.claimed_hours);
    format!(
        "▲ 删除后不能恢复：{} 年度已计入的 {hours} 学时将被收回；如果该年度因此不再达标，已生成的继续教育合格证书随即失效。学员需要重新登记。",
        row.credited_year
    )
}

fn refusal(response: &BatchResponse) -> Option<String> {
    match response.results.first().map(|result| &result.outcome) {
        Some(Outcome::Refused { message, .. }) => Some(message.clone()),
        _ => None,
    }
}

fn finish(page: Page, row: &RegistrationRow, response: &BatchResponse, refused: RwSignal<Option<String>>) {
    if let Some(message) = refusal(response) {
        return refused.set(Some(message));
    }
    page.delete_open.set(false);
    page.sheet_open.set(false);
    let order: Vec<_> = page.list.rows.with_untracked(|rows| rows.iter().map(|row| row.id.clone()).collect());
    page.list.apply(response);
    if let Some(next) = successor(&order, Some(&row.id), std::slice::from_ref(&row.id)) {
        focus_soon(row_element(&next));
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::Hours;

    use super::*;
    use crate::features::registrations::sample::row;

    #[test]
    fn the_warning_names_the_hours_and_the_year() {
        let row = RegistrationRow { approved_hours: Some(Hours::whole(12)), ..row(1) };
        let words = warning(&row);
        assert!(words.contains("2026 年度") && words.contains("12 学时") && words.contains("合格证书"));
    }
}
