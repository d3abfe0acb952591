//! What stands where an address leads nowhere.

use crate::components::page::heading::heading;
use crate::prelude::*;

/// 没有这个页面, with one way on: `words` lead to `address`.
pub fn missing_page(address: &'static str, words: &'static str) -> AnyView {
    view! {
        <header class="page-head">{heading("没有这个页面".to_owned())}</header>
        <div class="card empty">
            <p class="muted">"地址可能写错了，或者页面已经移走。"</p>
            <a class="button primary" href=address>{words}</a>
        </div>
    }
    .into_any()
}
