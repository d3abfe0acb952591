//! 合并: a person who was entered under a mistyped number becomes one with the right number.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::MergePerson;
use domain::contract::people::{MergePersonRequest, PersonMerged, PersonRow};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;

use crate::components::dialog::subject_dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Field, Typing, text_field};
use crate::pages::unit::people::{Page, PeopleDialog};
use crate::session;

const FIELDS: [Field; 1] = [Field::required("identity_number", "正确的证件号码")];

pub fn merge_dialog(page: Page) -> AnyView {
    subject_dialog(
        move || if let Some(PeopleDialog::Merge(row)) = page.dialog.get() { Some(row) } else { None },
        move || page.close(),
        |row| format!("合并 {}", row.name),
        move |row| content(page, row),
    )
}

fn content(page: Page, row: PersonRow) -> AnyView {
    let number = RwSignal::new(String::new());
    let today = session::state().read().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let person = row.id.clone();
    let saved = SaveForm::new(
        "merge",
        &FIELDS,
        move || {
            let mut errors = FieldErrors::default();
            errors.keep("identity_number", IdentityNumber::parse(&number.read(), today));
            errors
        },
        move |mutation| {
            let request = MergePersonRequest { person: person.clone(), identity_number: number.get_untracked() };
            async move {
                let merged = mutation.call_keyed::<MergePerson>(&request).await?;
                say(told(&merged));
                Ok(())
            }
        },
        move |()| {
            page.close();
            page.load();
        },
    );
    let controls = view! {
        <dl class="facts"><div><dt>"现在的证件号码"</dt><dd class="digits">{row.identity_masked.clone()}</dd></div></dl>
        {text_field(saved.errors(), FIELDS[0], Typing::TEXT, number.into())}
        <p class="notice">
            "这条记录的全部登记、附件和审核进度都归到正确的证件号码下，学时随之计入；两边都已认定的同一登记只计一次。合并后不能撤销。"
        </p>
    };
    saved.in_dialog(controls, "danger", "确认合并", move || page.close())
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
