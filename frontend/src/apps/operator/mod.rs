//! The app of who runs the platform (平台管理员), at `/operator/`.

pub mod menu;
pub mod route;

use crate::prelude::*;
use crate::state::page_life;
use domain::permission::Role;

use crate::apps::frame::frame_asking;
use crate::components::page::heading::heading;
use crate::components::page::missing::missing_page;
use crate::features::sign_in::change_password::change_page;
use crate::features::sign_in::reopen_session::ask_for_password_or_code;
use crate::features::sign_in::sign_out::sign_out_button;
use crate::pages::operator::{account, audit, overview, platforms, rules, sign_in, units, windows};
use crate::platform::location;
use crate::session;
use route::Route;

pub fn app() -> AnyView {
    frame_asking(ask_for_password_or_code, sign_in::sign_in_page, pages)
}

fn pages() -> AnyView {
    let is_operator = Memo::new(|_| session::state().who().with(|who| who.as_ref().map(|who| who.role)));
    (move || match is_operator.get() {
        Some(Role::Operator) => of_operator(),
        Some(_) => elsewhere_page(),
        None => ().into_any(),
    })
    .into_any()
}

fn of_operator() -> AnyView {
    // Who has signed in has no business at the entrance any more.
    if Route::is_entrance(&untrack(location::place)) {
        location::replace(Route::Overview.path());
    }
    let route = Memo::new(move |_| Route::parse(&location::place()));
    // A page that reads the address of the moment is not built again by writing it.
    let show = move |route| match route {
        Route::Overview => overview::overview_page(),
        Route::Units => units::units_page(),
        Route::Unit => units::card::card_page(),
        Route::ImportUnits => units::import::import_page(),
        Route::Windows => windows::windows_page(),
        Route::Rules => rules::rules_page(),
        Route::RulesVersion => rules::version::version_page(),
        Route::PublishRules => rules::publish::publish_page(),
        Route::Platforms => platforms::platforms_page(),
        Route::ImportCompletions => platforms::completions::completions_page(),
        Route::Audit => audit::audit_page(),
        Route::Account => account::account_page(),
        Route::ChangePassword => change_page(Route::Account.path()),
        Route::Missing => missing_page("/operator/", "回到总览"),
    };
    let page = move || {
        let route = route.get();
        untrack(|| page_life::page(|| show(route)))
    };
    menu::with_menu(route, page)
}

/// The browser holds one session for all apps: who came here as somebody else has nothing to run.
fn elsewhere_page() -> AnyView {
    let name = session::state().read().map(|session| session.name).unwrap_or_default();
    view! {
        <main id="main" class="narrow">
            {heading("您未以平台管理员身份登录".to_owned())}
            <p class="notice">{format!("{name}，这里供平台管理员使用。请先退出，再以平台管理员身份登录。")}</p>
            {sign_out_button(Route::Overview.path())}
        </main>
    }
    .into_any()
}
