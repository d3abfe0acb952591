//! 快捷键: what the keys do, and the switch that turns them off.

use crate::prelude::*;
use domain::field_errors::FieldErrors;

use crate::components::dialog::dialog;
use crate::components::form::field::{Field, FormErrors, checkbox_field};
use crate::pages::unit::review::desk::Desk;
use crate::pages::unit::review::keys::{Command, KeysOn};

const SWITCH: Field = Field::optional("on", "使用快捷键");

pub fn keys_dialog(desk: Desk, on: KeysOn) -> AnyView {
    dialog(desk.help_open, Signal::stored("快捷键".to_owned()), move || {
        let line = |(_, key, does): (Command, &'static str, &'static str)| {
            view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }
        };
        let errors = FormErrors::new("keys", Signal::stored(FieldErrors::default()));
        view! {
            <dl class="facts key-list">{Command::ALL.map(line).collect_view()}</dl>
            <p class="small muted">"正在填写或打开对话框时，快捷键不起作用。"</p>
            {checkbox_field(errors, SWITCH, on.0, Callback::new(move |yes| on.set(yes)))}
            <div class="dialog-actions">
                <button type="button" class="button primary" on:click=move |_| desk.help_open.set(false)>"知道了"</button>
            </div>
        }
        .into_any()
    })
}
