//! A menu with too many lines for tabs: a sidebar at a desk, a panel behind one button on a phone.

use crate::prelude::*;
use web_sys::HtmlDetailsElement;

use crate::apps::menu::{MenuGroup, MenuItem};
use crate::platform::viewport::is_wide;

/// The page with the menu beside it, or above it on a phone. `whose` stands beside the button there.
pub fn panel_menu(
    lines: &'static [MenuGroup],
    whose: String,
    current: Memo<&'static str>,
    page: impl IntoView + 'static,
) -> AnyView {
    let open = RwSignal::new(false);
    on_change(move || current.get(), move |_| open.set(false));
    let link = move |item: &MenuItem| {
        let MenuItem { path, name } = *item;
        let is_current = move || (current.get() == path).then_some("page");
        // Choosing the page that is open closes the menu as well.
        view! { <li><a href=path aria-current=is_current on:click=move |_| open.set(false)>{name}</a></li> }
    };
    let group = move |group: &MenuGroup| {
        view! {
            <div class="menu-group">
                <p class="menu-heading">{group.name}</p>
                <ul role="list">{group.items.iter().map(link).collect_view()}</ul>
            </div>
        }
    };
    let on_toggle = move |event: web_sys::Event| {
        if !untrack(is_wide) {
            open.set(event_target::<HtmlDetailsElement>(&event).open());
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            open.set(false);
        }
    };
    view! {
        <a class="skip" href="#main">"跳到主要内容"</a>
        <div class="frame unit">
            <nav class="menu" aria-label="主菜单" on:keydown=on_key>
                // At a desk the lines are always there.
                <details prop:open=move || is_wide() || open.get() on:toggle=on_toggle>
                    <summary><span aria-hidden="true">"☰ "</span>"菜单"<span class="menu-unit">{whose}</span></summary>
                    <div class="menu-lines">
                        <p class="brand">"学时"</p>
                        {lines.iter().map(group).collect_view()}
                    </div>
                </details>
            </nav>
            <main id="main" tabindex="-1">{page}</main>
        </div>
    }
    .into_any()
}
