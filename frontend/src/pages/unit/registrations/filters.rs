//! The search of 专业科目学时登记: 培训名称, 开始时间, 结束时间, and the status.

use crate::prelude::*;
use domain::contract::registrations::ListRegistrationsRequest;
use domain::review::Status;

use crate::bind;
use crate::components::form::field::{Bound, Choice, Field, FormErrors, Typing, select_field, text_field};
use crate::pages::unit::registrations::Page;

const TITLE: Field = Field::optional("title", "培训名称");
const FROM: Field = Field::optional("from", "开始时间");
const TO: Field = Field::optional("to", "结束时间");
const STATUS: Field = Field::optional("status", "状态");

pub fn filters(page: Page) -> AnyView {
    let typed = RwSignal::new(page.filter.get_untracked());
    let errors = FormErrors::new("filter", Signal::stored(Default::default()));
    let search = move || {
        page.filter.set(typed.get_untracked());
        page.list.load();
    };
    let reset = move |_| {
        typed.set(ListRegistrationsRequest::default());
        search();
    };
    let named = |name: &str| Status::ALL.into_iter().find(|status| status.name() == name);
    let status = Bound::new(
        move || typed.with(|typed| typed.status.map(|status| status.name().to_owned()).unwrap_or_default()),
        move |name| typed.update(|typed| typed.status = named(&name)),
    );
    let choices: Vec<Choice> = Status::ALL.into_iter().map(|one| Choice::new(one.name(), one.name())).collect();
    view! {
        <form class="card filters" role="search" aria-label="查询登记" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {text_field(errors, TITLE, Typing::SEARCH, bind!(typed.title))}
            {text_field(errors, FROM, Typing::DATE, bind!(typed.from))}
            {text_field(errors, TO, Typing::DATE, bind!(typed.to))}
            {select_field(errors, STATUS, Some("全部"), Signal::stored(choices), status)}
            <div class="row">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}
