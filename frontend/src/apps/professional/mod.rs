//! The app of professionals.

pub mod route;

use crate::prelude::*;
use crate::state::page_life;
use domain::permission::Role;

use crate::apps::frame::{frame, with_menu};
use crate::apps::professional_menu::MENU;
use crate::components::page::missing::missing_page;
use crate::features::sign_in::page::sign_in_page;
use crate::pages::professional::{registration_detail, registration_form, registrations};
use crate::platform::location;
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
        Route::Missing => missing_page("/", "回到学时登记"),
    };
    let page = move || {
        let route = route.get();
        untrack(|| page_life::page(|| show(route)))
    };
    with_menu("professional", &MENU, Signal::stored("/"), page)
}
