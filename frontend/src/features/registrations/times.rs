//! 开始时间 and 结束时间: by half-days, or to the minute for who needs it.

use crate::prelude::*;
use domain::hours::HalfDay;

use crate::components::form::field::{Bound, Field, Typing, field, text_field, text_input};
use crate::components::form::segmented::segmented;
use crate::drafts::registration_draft::{AFTERNOON, MORNING, RegistrationDraft, half_of, name_of};
use crate::features::registrations::{END, Form, START};

const HALVES: [(&str, &str); 2] = [(MORNING, "上午"), (AFTERNOON, "下午")];

pub fn time_fields(form: Form) -> AnyView {
    let exact = Memo::new(move |_| form.draft.with(|draft| draft.exact_times));
    let switch = move |event| form.change(|draft| draft.set_exact_times(event_target_checked(&event)));
    let fields = move || if exact.get() { exact_fields(form) } else { half_day_fields(form) };
    view! {
        {fields}
        <label class="switch">
            <input type="checkbox" role="switch" prop:checked=move || exact.get() on:change=switch />
            "精确时间"
        </label>
    }
    .into_any()
}

fn exact_fields(form: Form) -> AnyView {
    let start = form.bound(|draft| &draft.form.start, |draft, text| draft.form.start = text);
    let end = form.bound(|draft| &draft.form.end, |draft, text| draft.form.end = text);
    view! {
        <div class="two-columns">
            {text_field(form.errors, START, Typing::DATE_AND_TIME, start)}
            {text_field(form.errors, END, Typing::DATE_AND_TIME, end)}
        </div>
    }
    .into_any()
}

fn half_day_fields(form: Form) -> AnyView {
    let start = form.bound(|draft| &draft.half_days.start_date, |draft, text| draft.half_days.start_date = text);
    let start_half = half(form, |draft| draft.half_days.start_half, |draft, half| draft.half_days.start_half = half);
    let end = form.bound(|draft| &draft.half_days.end_date, |draft, text| draft.half_days.end_date = text);
    let end_half = half(form, |draft| draft.half_days.end_half, |draft, half| draft.half_days.end_half = half);
    view! {
        <div class="two-columns">
            {date_and_half(form, START, start, "开始于", start_half)}
            {date_and_half(form, END, end, "结束于", end_half)}
        </div>
    }
    .into_any()
}

fn half(form: Form, read: fn(&RegistrationDraft) -> HalfDay, write: fn(&mut RegistrationDraft, HalfDay)) -> Bound {
    Bound::new(
        move || form.draft.with(|draft| name_of(read(draft)).to_owned()),
        move |name| form.change(|draft| write(draft, half_of(&name))),
    )
}

fn date_and_half(form: Form, about: Field, date: Bound, half_label: &'static str, half: Bound) -> AnyView {
    let name = format!("{}-half", about.path);
    let control = view! {
        <div class="beside">
            {text_input(form.errors, about, Typing::DATE, date)}
            {segmented(name, half_label, &HALVES, half)}
        </div>
    };
    field(form.errors, about, control.into_any())
}
