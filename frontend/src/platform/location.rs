//! Where in the app the person is: the address bar as a signal, links without reloading, focus after a change of page.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

/// An address within the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    /// With its question mark, or empty.
    pub query: String,
}

thread_local! {
    static PLACE: OnceCell<ArcRwSignal<Place>> = const { OnceCell::new() };
    /// The next heading that appears takes the focus, because the page has changed under the person's hands.
    static HEADING_TAKES_FOCUS: Cell<bool> = const { Cell::new(false) };
    /// What would be lost with the page, as long as it stands.
    static UNFINISHED: RefCell<Vec<Unfinished>> = const { RefCell::new(Vec::new()) };
}

/// Something that would be lost.
#[derive(Clone)]
struct Unfinished {
    question: &'static str,
    is_unfinished: Rc<dyn Fn() -> bool>,
}

/// As long as the page stands, who leaves it while `is_unfinished` holds is asked `question`, whichever way they leave; who
/// closes it or loads it anew is asked by the browser in its own words.
pub fn ask_before_leaving(question: &'static str, is_unfinished: impl Fn() -> bool + 'static) {
    let is_unfinished: Rc<dyn Fn() -> bool> = Rc::new(is_unfinished);
    let one = Unfinished { question, is_unfinished: Rc::clone(&is_unfinished) };
    UNFINISHED.with_borrow_mut(|all| all.push(one));
    let asked = StoredValue::new_local(Rc::clone(&is_unfinished));
    let unload = window_event_listener(leptos::ev::beforeunload, move |event| {
        if is_unfinished() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        if let Some(gone) = asked.try_get_value() {
            UNFINISHED.with_borrow_mut(|all| all.retain(|one| !Rc::ptr_eq(&one.is_unfinished, &gone)));
        }
        unload.remove();
    });
}

/// Asks before a form is left whose content is another than `saved`, the one that it began with. Gives back what ends the asking:
/// to be run when the content has been saved, or is given up on purpose.
pub fn ask_before_losing<T: PartialEq + Send + Sync + 'static>(
    form: RwSignal<T>,
    saved: T,
) -> impl Fn() + Copy + Send + Sync {
    let is_over = StoredValue::new(false);
    let saved = StoredValue::new(saved);
    ask_before_leaving("填写的内容还没有保存，离开后会丢失。确定离开吗？", move || {
        is_over.try_get_value() == Some(false)
            && form.try_with_untracked(|form| saved.with_value(|saved| form != saved)) == Some(true)
    });
    move || is_over.set_value(true)
}

fn may_leave() -> bool {
    // The question is asked with nothing borrowed.
    let all = UNFINISHED.with_borrow(Clone::clone);
    let asked = all.into_iter().find(|one| (one.is_unfinished)());
    asked.is_none_or(|one| window().confirm_with_message(one.question).unwrap_or(true))
}

fn signal() -> ArcRwSignal<Place> {
    PLACE.with(|cell| cell.get_or_init(|| ArcRwSignal::new(current())).clone())
}

/// The current address; tracks.
pub fn place() -> Place {
    signal().get()
}

fn current() -> Place {
    let location = window().location();
    Place { path: location.pathname().unwrap_or_default(), query: location.search().unwrap_or_default() }
}

/// Goes to another page of the app, unless the person stays with what is unfinished.
pub fn go(address: &str) {
    if !may_leave() {
        return;
    }
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
    arrive();
}

/// Changes the address without a new entry in the history: filters and tabs.
pub fn replace(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
    let here = current();
    if signal().with_untracked(|place| place.path != here.path) {
        page_changes();
    }
    if signal().with_untracked(|place| *place != here) {
        signal().set(here);
    }
}

/// Another page comes up at the same address, as after signing in: its heading takes the focus.
pub fn page_changes() {
    HEADING_TAKES_FOCUS.set(true);
}

fn arrive() {
    let here = current();
    if signal().with_untracked(|place| *place != here) {
        page_changes();
        signal().set(here);
    }
}

/// Whether the heading that asks is to take the focus; true once for each change of page.
pub fn heading_takes_focus() -> bool {
    HEADING_TAKES_FOCUS.take()
}

/// Follows the browser's own buttons, and links within the app.
pub fn listen() {
    let on_popstate = Closure::<dyn Fn()>::new(|| {
        if may_leave() {
            arrive();
        } else if let Ok(history) = window().history() {
            let Place { path, query } = signal().get_untracked();
            let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&(path + &query)));
        }
    });
    let _ = window().add_event_listener_with_callback("popstate", on_popstate.as_ref().unchecked_ref());
    on_popstate.forget();
    let on_click = Closure::<dyn Fn(Event)>::new(|event: Event| {
        if let Some(address) = event.dyn_ref().and_then(address_of_click) {
            event.prevent_default();
            go(&address);
        }
    });
    let _ = document().add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
    on_click.forget();
}

/// The address of a plain click on a link to a page of this app, which the app can follow itself.
fn address_of_click(event: &MouseEvent) -> Option<String> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let link = element.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let stays = link.target().is_empty() && !link.has_attribute("download");
    let same_site = link.origin() == window().location().origin().ok()?;
    let place = Place { path: link.pathname(), query: link.search() };
    let same_app = app_of(&place.path) == app_of(&current().path);
    let within_page = !link.hash().is_empty() && place == current();
    (stays && same_site && same_app && !within_page).then(|| place.path + &place.query)
}

/// The first part of the path tells the apps apart; the app of professionals has all that is nobody else's.
fn app_of(path: &str) -> &str {
    path.split('/').nth(1).filter(|part| ["unit", "me", "operator", "verify"].contains(part)).unwrap_or_default()
}

/// The value of one parameter of a query such as `?tab=details&year=2026`, percent-decoded.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query.trim_start_matches('?')).ok()?;
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_and_decoded() {
        assert_eq!(parameter("?tab=details&year=2026", "year").as_deref(), Some("2026"));
        assert_eq!(parameter("?to=%2Fme", "to").as_deref(), Some("/me"));
        assert_eq!(parameter("", "tab"), None);
    }

    #[test]
    fn apps_are_told_apart_by_path() {
        for (path, app) in [("/unit/", "unit"), ("/unit/review", "unit"), ("/units", ""), ("/me", "me"), ("/", "")] {
            assert_eq!(app_of(path), app, "{path}");
        }
    }
}
