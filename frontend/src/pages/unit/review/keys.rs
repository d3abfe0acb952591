//! Reviewing with the keyboard: single letters, as long as nobody types and no dialog is open.

use crate::prelude::*;
use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::components::dialog::a_dialog_is_open;
use crate::pages::unit::review::desk::Desk;
use crate::platform::storage::{Place, REVIEW_KEYS};

const OFF: &str = "off";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Next,
    Previous,
    Approve,
    Reject,
    Choose,
    Open,
    Undo,
    Help,
}

impl Command {
    /// For the dialog that explains the keys.
    pub const ALL: [(Command, &'static str, &'static str); 8] = [
        (Command::Next, "j", "下一条"),
        (Command::Previous, "k", "上一条"),
        (Command::Approve, "a", "通过"),
        (Command::Reject, "r", "不通过"),
        (Command::Choose, "x", "勾选或取消勾选"),
        (Command::Open, "Enter", "详情"),
        (Command::Undo, "u", "撤销上一次审核"),
        (Command::Help, "?", "快捷键"),
    ];

    /// A Chinese keyboard layout types a full-width question mark.
    fn of(key: &str) -> Option<Self> {
        let key = if key == "\u{FF1F}" { "?" } else { key };
        let found = Self::ALL.into_iter().find(|(_, name, _)| name.eq_ignore_ascii_case(key));
        found.map(|(command, _, _)| command)
    }

    /// Whether a key that is held down goes on doing it. One press decides one registration.
    fn repeats(self) -> bool {
        matches!(self, Command::Next | Command::Previous)
    }
}

/// Whether the keys are to work at all (WCAG 2.2, 2.1.4): who dictates can switch them off. Kept on the device.
#[derive(Clone, Copy)]
pub struct KeysOn(pub RwSignal<bool>);

impl KeysOn {
    pub fn load() -> Self {
        let stored = Place::Device.load_text(REVIEW_KEYS);
        Self(RwSignal::new(stored.as_deref() != Some(OFF)))
    }

    pub fn set(self, on: bool) {
        self.0.set(on);
        if on {
            Place::Device.remove(REVIEW_KEYS);
        } else {
            Place::Device.save_text(REVIEW_KEYS, OFF);
        }
    }
}

/// Obeys the keys for as long as the screen is there.
pub fn listen(desk: Desk, on: KeysOn) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if !on.0.get_untracked() || event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key()
        {
            return;
        }
        let Some(command) = Command::of(&event.key()) else { return };
        if (event.repeat() && !command.repeats()) || is_meant_for_something_else(&event, command) {
            return;
        }
        event.prevent_default();
        obey(desk, command);
    });
    on_cleanup(move || handle.remove());
}

fn obey(desk: Desk, command: Command) {
    match command {
        Command::Next => desk.step(1),
        Command::Previous => desk.step(-1),
        Command::Undo => desk.undo(),
        Command::Help => desk.help_open.set(true),
        Command::Approve | Command::Reject | Command::Choose | Command::Open => {
            let Some(row) = desk.current_row.get_untracked() else { return };
            match command {
                Command::Approve => desk.approve(row),
                Command::Reject => desk.ask_for_opinion(vec![row]),
                Command::Choose => {
                    let chosen = untrack(|| desk.list.is_chosen(&row.id) || desk.is_closed(&row.id));
                    desk.list.choose(&row.id, !chosen);
                }
                _ => desk.open(&row.id),
            }
        }
    }
}

/// Letters that are typed into a field are text; Enter on a button or link is a press of it.
fn is_meant_for_something_else(event: &KeyboardEvent, command: Command) -> bool {
    let typing = "input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable]";
    let pressed = "a, button, summary, input";
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        target.as_ref().is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
    };
    a_dialog_is_open() || within(typing) || (command == Command::Open && within(pressed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_understood_whatever_their_case() {
        assert_eq!(Command::of("j"), Some(Command::Next));
        assert_eq!(Command::of("A"), Some(Command::Approve));
        assert_eq!(Command::of("Enter"), Some(Command::Open));
        assert_eq!(Command::of("\u{FF1F}"), Some(Command::Help));
        assert_eq!(Command::of("Tab"), None);
    }

    #[test]
    fn a_held_key_decides_one_registration() {
        for (command, _, _) in Command::ALL {
            assert_eq!(command.repeats(), matches!(command, Command::Next | Command::Previous));
        }
    }
}
