//! Somebody else has signed in with this browser, in another tab. What is on screen here is not theirs.

use crate::prelude::*;

use crate::components::dialog::question;
use crate::session;

/// Once in an app. Comes up when a call, or another tab, says that the session is another account's now.
pub fn other_account() -> AnyView {
    let state = session::state();
    let reload = |_| drop(window().location().reload());
    let content = move || {
        let name = state.read().map(|session| session.name).unwrap_or_default();
        view! {
            <div class="dialog">
                <h2>"已改由其他账号登录"</h2>
                <p>{format!("本页是{name}的，但本浏览器已在另一个页面改由其他账号登录。为免记到他人名下，本页不再提交任何内容；已暂存的草稿留在本机，{name}重新登录后可以继续填写。")}</p>
                <div class="dialog-actions">
                    <button type="button" class="button primary" on:click=reload>"重新加载"</button>
                </div>
            </div>
        }
        .into_any()
    };
    // Escape would leave a page that does nothing.
    question(move || state.another().get(), "已改由其他账号登录", content)
}
