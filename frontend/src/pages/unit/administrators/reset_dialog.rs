//! 重置密码: back to the initial one.

use crate::prelude::*;
use domain::contract::ResetAdministratorPassword;
use domain::contract::unit_management::AdministratorRequest;

use crate::components::dialog::confirm_dialog;
use crate::components::feedback::live_region::say;
use crate::pages::unit::administrators::Page;
use crate::state::mutation::Mutation;
use crate::state::query::Ask;

pub fn reset_dialog(page: Page) -> AnyView {
    let attempt = Mutation::new();
    let confirmed = Callback::new(move |()| {
        let Some(row) = page.about.get_untracked() else { return };
        let reset = async move {
            let request = AdministratorRequest { id: row.id, version: row.version };
            let row = attempt.call_keyed::<ResetAdministratorPassword>(&request).await?;
            say(format!("{} 的密码已重置为身份证号后六位", row.name));
            Ok(())
        };
        attempt.run(reset, move |()| {
            page.reset_open.set(false);
            page.loader.refresh();
        });
    });
    let question = Signal::derive(move || {
        let name = page.about.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default());
        format!("{name} 的密码将重置为身份证号后六位，14 天内有效，登录后须修改；已登录的会退出。")
    });
    confirm_dialog(page.reset_open, Signal::stored("重置密码".to_owned()), question, "重置", attempt, confirmed)
}
