//! 查看 修改 删除 提交 撤回, as the status of a registration allows.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use super::route::Route;
use crate::pages::registering::actions::{
    Actions, DELETE, Recipient, SUBMIT, WITHDRAW, may_delete, may_edit, may_submit, may_withdraw,
};

/// Buttons that name the registration to who hears them, because many rows have the same ones.
pub fn row_actions(actions: Actions, row: RegistrationRow, recipient: Recipient) -> AnyView {
    let view_path = Route::Registration(row.id.clone()).path();
    let edit_path = Route::EditRegistration(row.id.clone()).path();
    let about = row.title.clone();
    let button = |name: &'static str, class: &'static str, act: Callback<RegistrationRow>| {
        let row = row.clone();
        view! {
            <button type="button" class=class aria-description=about.clone() on:click=move |_| act.run(row.clone())>
                {name}
            </button>
        }
    };
    let submit = Callback::new(move |row| actions.submit(vec![row], recipient));
    let withdraw = Callback::new(move |row| actions.withdraw(vec![row]));
    let delete = Callback::new(move |row| actions.delete(vec![row]));
    view! {
        {may_submit(&row).then(|| button(SUBMIT, "button quiet", submit))}
        {may_withdraw(&row).then(|| button(WITHDRAW, "button quiet", withdraw))}
        <a class="button quiet" href=view_path aria-description=about.clone()>"查看"</a>
        {may_edit(&row).then(|| view! {
            <a class="button quiet" href=edit_path aria-description=about.clone()>"修改"</a>
        })}
        {may_delete(&row).then(|| button(DELETE, "button quiet danger", delete))}
    }
    .into_any()
}
