//! 删除 of an administrator.

use crate::prelude::*;
use domain::contract::DeleteAdministrator;
use domain::contract::unit_management::AdministratorRequest;

use crate::components::dialog::confirm_dialog;
use crate::components::feedback::live_region::say;
use crate::pages::unit::administrators::Page;
use crate::state::mutation::Mutation;
use crate::state::query::Ask;

pub fn delete_dialog(page: Page) -> AnyView {
    let attempt = Mutation::new();
    let confirmed = Callback::new(move |()| {
        let Some(row) = page.about.get_untracked() else { return };
        let deleted = async move {
            let request = AdministratorRequest { id: row.id, version: row.version };
            attempt.call_keyed::<DeleteAdministrator>(&request).await?;
            say(format!("已删除管理员 {}", row.name));
            Ok(())
        };
        attempt.run(deleted, move |()| {
            page.delete_open.set(false);
            page.loader.refresh();
        });
    });
    let question = Signal::derive(move || {
        let name = page.about.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default());
        format!("删除后 {name} 立即不能登录，已作出的审核不受影响。暂时不用的，可改为“不允许登录系统”。")
    });
    confirm_dialog(page.delete_open, Signal::stored("删除管理员".to_owned()), question, "删除", attempt, confirmed)
}
