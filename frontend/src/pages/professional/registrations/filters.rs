//! The search of 学时登记: 认定内容, 开始时间, 结束时间; and 排序.

use crate::prelude::*;
use domain::contract::registrations::ListRegistrationsRequest;

use crate::bind;
use crate::components::form::field::{Field, FormErrors, Typing, text_field};
use crate::pages::professional::registrations::Page;
use crate::pages::professional::registrations::order::order_field;

const TITLE: Field = Field::optional("title", "认定内容");
const FROM: Field = Field::optional("from", "开始时间");
const TO: Field = Field::optional("to", "结束时间");

pub fn filters(page: Page) -> AnyView {
    let typed = RwSignal::new(page.filter.get_untracked());
    let errors = FormErrors::new("filter", Signal::stored(Default::default()));
    let search = move || {
        page.filter.set(typed.get_untracked());
        page.search();
    };
    let reset = move |_| {
        typed.set(ListRegistrationsRequest::default());
        search();
    };
    view! {
        <form class="card filters" role="search" aria-label="查询登记" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {text_field(errors, TITLE, Typing::SEARCH, bind!(typed.title))}
            {text_field(errors, FROM, Typing::DATE, bind!(typed.from))}
            {text_field(errors, TO, Typing::DATE, bind!(typed.to))}
            {order_field(page)}
            <div class="row">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}
