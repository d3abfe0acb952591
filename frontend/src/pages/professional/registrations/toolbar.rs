//! The way to a new registration, beside what can be done with several at once.

use crate::prelude::*;

use crate::apps::professional::route::Route;
use crate::features::registrations::choosing;
use crate::pages::professional::registrations::Page;
use crate::platform::location;

pub fn toolbar(page: Page) -> AnyView {
    choosing::toolbar(page.list, page.actions, new_button, "批量提交至本单位审核")
}

/// On a phone it is under the thumb.
fn new_button(at_desk: bool) -> AnyView {
    let class = if at_desk { "button primary" } else { "button primary thumb" };
    let open = |_| location::go(&Route::NewRegistration.path());
    view! { <button type="button" class=class on:click=open>"新登记培训"</button> }.into_any()
}
