//! 退出登录.

use crate::prelude::*;

use crate::components::feedback::failure::failure_notice;
use crate::platform::location;
use crate::session;
use crate::state::mutation::Mutation;

/// 退出登录, with what to do where it does not work. `home` is where who comes next begins.
pub fn sign_out_button(home: &'static str) -> AnyView {
    let attempt = Mutation::new();
    let sign_out = Callback::new(move |()| {
        attempt.run(session::sign_out(), move |()| location::replace(home));
    });
    view! {
        <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
            on:click=move |_| sign_out.run(())>"退出登录"</button>
        {failure_notice(attempt.failure(), sign_out)}
    }
    .into_any()
}
