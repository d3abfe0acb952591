//! Somebody else has signed in with this browser, in another tab. What is on screen here is not theirs.

use crate::prelude::*;
use leptos::html;

use crate::session;

/// Once in an app. Comes up when a call, or another tab, says that the session is another account's now.
pub fn other_account() -> AnyView {
    let state = session::state();
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(element) = element.get()
            && state.another().get()
            && !element.open()
        {
            let _ = element.show_modal();
        }
    });
    let reload = |_| drop(window().location().reload());
    let content = move || {
        state.another().get().then(|| {
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
        })
    };
    // Escape would leave a page that does nothing.
    view! {
        <dialog node_ref=element aria-label="已改由其他账号登录"
            on:cancel=move |event: leptos::ev::Event| event.prevent_default()>
            {content}
        </dialog>
    }
    .into_any()
}
