//! 调出: to another unit.

use crate::prelude::*;
use domain::contract::TransferPerson;
use domain::contract::accounts::UnitName;
use domain::contract::people::{PersonRow, TransferPersonRequest};

use crate::components::dialog::subject_dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::features::units::picker::{PickerScope, unit_picker};
use crate::pages::unit::people::{Page, PeopleDialog};
use crate::state::mutation::Mutation;

pub fn transfer_dialog(page: Page) -> AnyView {
    subject_dialog(
        move || if let Some(PeopleDialog::Transfer(row)) = page.dialog.get() { Some(row) } else { None },
        move || page.close(),
        |row| format!("调出 {}", row.name),
        move |row| content(page, row),
    )
}

fn content(page: Page, row: PersonRow) -> AnyView {
    let unit = RwSignal::new(None::<UnitName>);
    let attempt = Mutation::new();
    let name = row.name.clone();
    let send = Callback::new(move |()| {
        let (Some(unit), person, name) = (unit.get_untracked(), row.id.clone(), name.clone()) else { return };
        let moving = async move {
            let request = TransferPersonRequest { person, unit: unit.id };
            let moved = attempt.call_keyed::<TransferPerson>(&request).await?;
            let along = if moved.pending > 0 {
                format!("，{} 条待审核的登记随之转去", moved.pending)
            } else {
                String::new()
            };
            say(format!("{name} 已调往 {}{along}", unit.name));
            Ok(())
        };
        attempt.run(moving, move |()| {
            page.close();
            page.load();
        });
    });
    let picked = move || {
        match unit.get() {
        None => unit_picker(PickerScope::AnyKnownUnit, None, Callback::new(move |chosen| unit.set(Some(chosen)))),
        Some(chosen) => view! {
            <p>"调往："<strong>{chosen.name}</strong></p>
            <p class="notice">
                "调出后本单位不再管理此人。未提交和待审核的登记随之转往新单位；本单位已审核的登记和学时不变。调错了，由新单位调回。"
            </p>
            <button type="button" class="button quiet" on:click=move |_| unit.set(None)>"更换单位"</button>
        }
        .into_any(),
    }
    };
    view! {
        {picked}
        {failure_notice(attempt.failure(), send)}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| page.close()>"取消"</button>
            <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                disabled=move || unit.with(Option::is_none) on:click=move |_| send.run(())>"确认调出"</button>
        </div>
    }
    .into_any()
}
