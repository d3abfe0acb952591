//! 合并: a person who was entered under a mistyped number becomes one with the right number.

use crate::prelude::*;
use domain::contract::MergePerson;
use domain::contract::people::{MergePersonRequest, PersonMerged};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;

use super::{Deed, Page};
use crate::attempt::Attempt;
use crate::components::dialog::dialog;
use crate::components::dialog_actions::cancel_or_send;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::{Field, Typing, text_field};
use crate::components::live_region::say;
use crate::forms::check::Check;
use crate::session;

const FIELDS: [Field; 1] = [Field::required("identity_number", "正确的证件号码")];

pub fn merge_dialog(page: Page) -> AnyView {
    let open = page.opened(Deed::Merge);
    let title =
        Signal::derive(move || page.about.with(|row| format!("合并 {}", row.as_ref().map_or("", |row| &row.name))));
    dialog(open, title, move || content(page, open))
}

fn content(page: Page, open: RwSignal<bool>) -> AnyView {
    let Some(row) = page.about.get_untracked() else { return ().into_any() };
    let number = RwSignal::new(String::new());
    let today = session::state().read().map_or_else(crate::clock::device_now, |who| who.now).date();
    let check = Check::new(move || {
        let mut errors = FieldErrors::default();
        errors.keep("identity_number", IdentityNumber::parse(&number.read(), today));
        errors
    });
    let attempt = Attempt::new();
    let person = row.id.clone();
    let send = Callback::new(move |()| {
        let person = person.clone();
        if check.passes() {
            attempt.run(async move {
                let request = MergePersonRequest { person, identity_number: number.get_untracked() };
                match attempt.call_keyed::<MergePerson>(&request).await {
                    Ok(merged) => {
                        say(told(&merged));
                        open.set(false);
                        page.load();
                        Ok(())
                    }
                    Err(error) => check.refuse(error),
                }
            });
        }
    });
    let errors = check.errors("merge");
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            {error_summary(errors, &FIELDS, check.asked())}
            <dl class="facts"><div><dt>"现在的证件号码"</dt><dd class="digits">{row.identity_masked.clone()}</dd></div></dl>
            {text_field(errors, FIELDS[0], Typing::TEXT, number.into())}
            <p class="notice">
                "这条记录的全部登记、附件和审核进度都归到正确的证件号码下，学时随之计入；两边都已认定的同一登记只计一次。合并后不能撤销。"
            </p>
            {failure_notice(attempt.failure(), send)}
            {cancel_or_send(attempt, "danger", "确认合并", move || open.set(false))}
        </form>
    }
    .into_any()
}

/// `已合并 3 条登记,其中 1 条与已认定的相同,不重复计算`
fn told(merged: &PersonMerged) -> String {
    let doubled = if merged.not_counted > 0 {
        format!("，其中 {} 条与已认定的相同，不重复计算", merged.not_counted)
    } else {
        String::new()
    };
    format!("已合并 {} 条登记{doubled}", merged.registrations)
}
