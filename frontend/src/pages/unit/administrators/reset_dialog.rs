//! 重置密码: back to the initial one.

use crate::prelude::*;
use domain::contract::ResetAdministratorPassword;
use domain::contract::unit_management::AdministratorRequest;

use super::Page;
use crate::attempt::Attempt;
use crate::components::dialog::confirm_dialog;
use crate::components::live_region::say;

pub fn reset_dialog(page: Page) -> AnyView {
    let attempt = Attempt::new();
    let confirmed = Callback::new(move |()| {
        let Some(row) = page.about.get_untracked() else { return };
        attempt.run(async move {
            let request = AdministratorRequest { id: row.id, version: row.version };
            let row = attempt.call_keyed::<ResetAdministratorPassword>(&request).await?;
            say(format!("{} 的密码已重置为身份证号后六位", row.name));
            page.reset_open.set(false);
            page.loader.refresh();
            Ok(())
        });
    });
    Effect::new(move || {
        page.reset_open.track();
        attempt.clear();
    });
    let question = Signal::derive(move || {
        let name = page.about.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default());
        format!("{name} 的密码将重置为身份证号后六位，14 天内有效，登录后须修改；已登录的会退出。")
    });
    confirm_dialog(page.reset_open, Signal::stored("重置密码".to_owned()), question, "重置", attempt, confirmed)
}
