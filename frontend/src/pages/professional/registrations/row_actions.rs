//! 查看 修改 删除 提交 撤回, as the status of a registration allows.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::apps::professional::route::Route;
use crate::features::registrations::actions::Actions;
use crate::features::registrations::row_actions::{RowLinks, row_actions as of_row};

pub fn row_actions(actions: Actions, row: &RegistrationRow) -> AnyView {
    let about = row.title.clone();
    let path = Route::Registration(row.id.clone()).path();
    let show = view! { <a class="button quiet" href=path aria-description=about.clone()>"查看"</a> }.into_any();
    of_row(actions, row, RowLinks { about, show, edit: Route::EditRegistration(row.id.clone()).path() })
}
