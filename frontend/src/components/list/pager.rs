//! Turning the pages of what is found page by page.

use crate::prelude::*;

/// 上一页 and 下一页, around what tells where one is. `shown` is the page on the screen, from 0, and how many there are.
///
/// It stays while a page is on its way, and its buttons keep the focus, at both ends too.
pub fn pager(shown: Signal<(u32, u32)>, turn: Callback<u32>, place: AnyView) -> AnyView {
    let turn_to = move |page: Option<u32>| {
        if let Some(page) = page.filter(|page| *page < shown.get_untracked().1) {
            turn.run(page);
        }
    };
    view! {
        <nav class="pages" aria-label="分页" hidden=move || shown.get().1 < 2>
            <button type="button" class="button" aria-disabled=move || (shown.get().0 == 0).to_string()
                on:click=move |_| turn_to(shown.get_untracked().0.checked_sub(1))>"上一页"</button>
            {place}
            <button type="button" class="button" aria-disabled=move || (shown.get().0 + 1 >= shown.get().1).to_string()
                on:click=move |_| turn_to(shown.get_untracked().0.checked_add(1))>"下一页"</button>
        </nav>
    }
    .into_any()
}
