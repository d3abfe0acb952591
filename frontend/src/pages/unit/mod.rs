//! The app of units and their administrators.

mod account;
mod administrators;
mod code;
mod departments;
mod detail;
mod import;
mod menu;
mod office;
mod overview;
mod people;
mod profile;
mod registrations;
mod results;
mod review;
mod route;
mod sign_up;
mod totals;
mod waiting;
mod window;

use crate::prelude::*;
use domain::review::Stage;

use super::change_password::change_page;
use super::frame::frame_asking;
use super::sign_in::sign_in_page;
use crate::components::heading::heading;
use crate::components::reopen_session::ask_for_password_or_code;
use crate::{location, session};
use office::Office;
use route::Route;
use totals::Kind;

pub fn app() -> AnyView {
    // An operator reviews here for 其他单位.
    frame_asking(ask_for_password_or_code, entrance, pages)
}

fn entrance() -> AnyView {
    let place = Memo::new(|_| location::place());
    (move || {
        let place = place.get();
        if Route::is_code(&place) {
            code::code_page()
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
        return code::code_page();
    }
    // Somebody else's office, or another of one's own, has other pages.
    let office = Memo::new(|_| {
        let who = session::state().who().get();
        who.map(|session| (Office::of(&session), session.unit.name))
    });
    (move || office.get().map(|(office, unit)| pages_of(office, unit))).into_any()
}

fn pages_of(office: Office, unit: String) -> AnyView {
    if office == Office::Elsewhere {
        return account::elsewhere_page();
    }
    // Who has signed in has no business at the entrance any more.
    if Route::is_entrance(&untrack(location::place)) {
        location::replace(Route::Overview.path());
    }
    let of_route = office.clone();
    let route = Memo::new(move |_| Route::parse(&location::place()).for_office(&of_route));
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
        Route::Missing => missing_page(),
    };
    let page = move || {
        let route = route.get();
        untrack(|| show(route))
    };
    menu::with_menu(&office, unit, route, page)
}

fn missing_page() -> AnyView {
    view! {
        <header class="page-head">{heading("没有这个页面".to_owned())}</header>
        <div class="card empty">
            <p class="muted">"地址可能写错了，或者页面已经移走。"</p>
            <a class="button primary" href="/unit/">"回到总览"</a>
        </div>
    }
    .into_any()
}
