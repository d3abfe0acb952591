//! The app of professionals.

mod registration_detail;
mod registration_form;
mod registrations;
mod route;
mod row_actions;

use crate::prelude::*;
use domain::permission::Role;

use super::frame::{frame, with_menu};
use super::own_menu::MENU;
use super::sign_in::sign_in_page;
use crate::components::heading::heading;
use crate::location;
use route::Route;

pub fn app() -> AnyView {
    frame(|| sign_in_page(Role::Professional), pages)
}

fn pages() -> AnyView {
    let route = Memo::new(|_| Route::parse(&location::place()));
    // Who has signed in has no business at the entrance any more; any other address that they came for still stands.
    if route.get_untracked() == Route::SignIn {
        location::replace(&Route::Registrations.path());
    }
    // A page that reads the address of the moment is not built again by writing it.
    let show = move |route| match route {
        Route::Registrations | Route::SignIn => registrations::registrations_page(),
        Route::NewRegistration => registration_form::new_page(),
        Route::Draft(id) => registration_form::draft_page(id),
        Route::CopyRegistration(id) => registration_form::copy_page(id),
        Route::EditRegistration(id) => registration_form::edit_page(id),
        Route::Registration(id) => registration_detail::detail_page(id),
        Route::Missing => missing_page(),
    };
    let page = move || {
        let route = route.get();
        untrack(|| show(route))
    };
    with_menu("professional", &MENU, Signal::stored("/"), page)
}

fn missing_page() -> AnyView {
    view! {
        <header class="page-head">{heading("没有这个页面".to_owned())}</header>
        <div class="card empty">
            <p class="muted">"地址可能写错了，或者页面已经移走。"</p>
            <a class="button primary" href="/">"回到学时登记"</a>
        </div>
    }
    .into_any()
}
