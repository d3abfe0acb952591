//! Tabs after the ARIA pattern: arrow keys move, one panel is shown.

use crate::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// `chosen` is the number of the tab whose panel is shown. The panel must carry [`panel_id`] of it.
pub fn tabs(
    group: &'static str,
    label: &'static str,
    names: &'static [&'static str],
    chosen: RwSignal<usize>,
) -> AnyView {
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let Some(next) = step(&event.key(), chosen.get_untracked(), names.len()) else { return };
        event.prevent_default();
        chosen.set(next);
        if let Some(tab) = document().get_element_by_id(&tab_id(group, next)) {
            let _ = tab.unchecked_into::<HtmlElement>().focus();
        }
    };
    let tab = |(number, name): (usize, &&'static str)| {
        let is_chosen = move || chosen.get() == number;
        view! {
            <button type="button" role="tab" id=tab_id(group, number) aria-controls=panel_id(group, number)
                aria-selected=move || is_chosen().to_string() tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.set(number)>{*name}</button>
        }
    };
    let tabs = names.iter().enumerate().map(tab).collect_view();
    view! { <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>{tabs}</div> }.into_any()
}

pub fn tab_id(group: &str, number: usize) -> String {
    format!("{group}-tab-{number}")
}

pub fn panel_id(group: &str, number: usize) -> String {
    format!("{group}-panel-{number}")
}

/// The tab that a key leads to.
fn step(key: &str, chosen: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some((chosen + 1) % count),
        "ArrowLeft" => Some((chosen + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(step("ArrowRight", 1, 2), Some(0));
        assert_eq!(step("ArrowLeft", 0, 2), Some(1));
        assert_eq!(step("a", 0, 2), None);
    }
}
