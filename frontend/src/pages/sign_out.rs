//! 退出登录.

use crate::prelude::*;

use crate::attempt::Attempt;
use crate::components::failure::failure_notice;
use crate::{location, session};

/// 退出登录, with what to do where it does not work. `home` is where who comes next begins.
pub fn sign_out_button(home: &'static str) -> AnyView {
    let attempt = Attempt::new();
    let sign_out = Callback::new(move |()| {
        attempt.run(async move {
            session::sign_out().await?;
            location::replace(home);
            Ok(())
        });
    });
    view! {
        <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
            on:click=move |_| sign_out.run(())>"退出登录"</button>
        {failure_notice(attempt.failure(), sign_out)}
    }
    .into_any()
}
