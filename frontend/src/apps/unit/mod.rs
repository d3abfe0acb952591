//! The app of units and their administrators.

pub mod menu;
pub mod route;

use crate::prelude::*;
use crate::state::page_life;
use domain::review::Stage;

use crate::apps::frame::frame_asking;
use crate::components::page::missing::missing_page;
use crate::features::sign_in::change_password::change_page;
use crate::features::sign_in::page::sign_in_page;
use crate::features::sign_in::reopen_session::ask_for_password_or_code;
use crate::pages::unit::totals::Kind;
use crate::pages::unit::{
    account, activation, administrators, departments, import, overview, people, profile, registrations, results,
    review, sign_up, totals, window,
};
use crate::platform::location;
use crate::session;
use crate::session::access::Access;
use route::Route;

pub fn app() -> AnyView {
    // An operator reviews here for 其他单位.
    frame_asking(ask_for_password_or_code, entrance, pages)
}

fn entrance() -> AnyView {
    let place = Memo::new(|_| location::place());
    (move || {
        let place = place.get();
        if Route::is_code(&place) {
            activation::code_page()
        } else if Route::is_sign_up(&place) {
            sign_up::sign_up_page()
        } else {
            sign_in_page(Route::sign_in_role(&place))
        }
    })
    .into_any()
}

fn pages() -> AnyView {
    // Whoever holds a code may share the device with who is signed in.
    if Route::is_code(&untrack(location::place)) {
        return activation::code_page();
    }
    // Somebody else's office, or another of one's own, has other pages.
    let access = Memo::new(|_| {
        let who = session::state().who().get();
        who.map(|session| (Access::of(&session), session.unit.name))
    });
    (move || access.get().map(|(access, unit)| pages_of(access, unit))).into_any()
}

fn pages_of(access: Access, unit: String) -> AnyView {
    if access == Access::Elsewhere {
        return account::elsewhere_page();
    }
    // Who has signed in has no business at the entrance any more.
    if Route::is_entrance(&untrack(location::place)) {
        location::replace(Route::Overview.path());
    }
    let of_route = access.clone();
    let route = Memo::new(move |_| Route::parse(&location::place()).for_access(&of_route));
    // A page that reads the address of the moment is not built again by writing it.
    let show = move |route| match route {
        Route::Overview => overview::overview_page(),
        Route::Registrations => registrations::registrations_page(),
        Route::RegistrationForm => registrations::form::form_page(),
        Route::Import => import::import_page(),
        Route::SpecialtyHours => totals::totals_page(Kind::Specialty),
        Route::Hours => totals::totals_page(Kind::All),
        Route::Review => review::review_page(Stage::First),
        Route::FinalReview => review::review_page(Stage::Final),
        Route::Results => results::results_page(),
        Route::Window => window::window_page(),
        Route::People => people::people_page(),
        Route::Profile => profile::profile_page(),
        Route::Administrators => administrators::administrators_page(),
        Route::Departments => departments::departments_page(),
        Route::Account => account::account_page(),
        Route::ChangePassword => change_page(Route::Account.path()),
        Route::Missing => missing_page("/unit/", "回到总览"),
    };
    let page = move || {
        let route = route.get();
        untrack(|| page_life::page(|| show(route)))
    };
    menu::with_menu(&access, unit, route, page)
}
