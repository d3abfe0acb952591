//! 提交 撤回 查看 修改 删除, as the status of a registration allows.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::features::registrations::actions::Actions;
use crate::features::registrations::permitted::{
    DELETE, Recipient, SUBMIT, WITHDRAW, may_delete, may_edit, may_submit, may_withdraw,
};

/// What a row needs beside its actions.
pub struct RowLinks {
    /// Names the registration to who hears the buttons: many rows have the same ones.
    pub about: String,
    /// 查看: a link or a button.
    pub show: AnyView,
    /// Where 修改 leads.
    pub edit: String,
}

pub fn row_actions(actions: Actions, row: &RegistrationRow, links: RowLinks) -> AnyView {
    let RowLinks { about, show, edit } = links;
    let button = |name: &'static str, class: &'static str, act: Callback<RegistrationRow>| {
        let row = row.clone();
        view! {
            <button type="button" class=class aria-description=about.clone() on:click=move |_| act.run(row.clone())>
                {name}
            </button>
        }
    };
    let submit = Callback::new(move |row| actions.submit(vec![row], Recipient::OwnUnit));
    let withdraw = Callback::new(move |row| actions.withdraw(vec![row]));
    let delete = Callback::new(move |row| actions.delete(vec![row]));
    view! {
        {may_submit(row).then(|| button(SUBMIT, "button quiet", submit))}
        {may_withdraw(row).then(|| button(WITHDRAW, "button quiet", withdraw))}
        {show}
        {may_edit(row).then(|| view! {
            <a class="button quiet" href=edit aria-description=about.clone()>"修改"</a>
        })}
        {may_delete(row).then(|| button(DELETE, "button quiet danger", delete))}
    }
    .into_any()
}
