//! What password managers and in-app browsers fill in: some change a field without any event that the page hears. So a form
//! reads such fields again when it is sent.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

use crate::prelude::document;

/// Fields that are filled in for people.
const FILLED: &str = "input[type=password], input[autocomplete=username], input[autocomplete=current-password], \
    input[autocomplete=new-password], input[autocomplete=one-time-code], input[autocomplete=name], input[autocomplete=tel]";

/// Hears every form before the form itself does, and has its fields told as if they had just been typed.
pub fn listen() {
    let reread = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(Ok(fields)) = form.map(|form| form.query_selector_all(FILLED)) else { return };
        for field in (0..fields.length()).filter_map(|place| fields.get(place)) {
            if let Ok(typed) = Event::new("input") {
                let _ = field.dispatch_event(&typed);
            }
        }
    });
    let function = reread.as_ref().unchecked_ref();
    let _ = document().add_event_listener_with_callback_and_bool("submit", function, true);
    reread.forget();
}
