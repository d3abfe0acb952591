//! The app of what is one's own: hours, certificates, messages, the own record, the account. It lies beside the app of
//! registering, so that a phone that registers does not load it.

pub mod route;

use crate::prelude::*;
use crate::state::page_life;
use domain::permission::Role;

use crate::apps::frame::{frame, with_menu};
use crate::apps::professional_menu::MENU;
use crate::components::list::loaded::skeleton;
use crate::components::page::heading::heading;
use crate::features::addresses::ACCOUNT;
use crate::features::sign_in::change_password::change_page;
use crate::features::sign_in::page::sign_in_page;
use crate::pages::account::page_head;
use crate::pages::account::{account_home, certificates, messages, profile, query, sign_ins, sign_up};
use crate::platform::location;
use crate::session;
use route::Route;

pub fn app() -> AnyView {
    frame(entrance, pages)
}

fn route() -> Memo<Route> {
    Memo::new(|_| Route::parse(&location::place()))
}

/// What is shown to who is not signed in: after signing in, the address that they came for still stands.
fn entrance() -> AnyView {
    let signing_up = Memo::new(|_| Route::parse(&location::place()) == Route::SignUp);
    (move || if signing_up.get() { sign_up::sign_up_page() } else { sign_in_page(Role::Professional) }).into_any()
}

fn pages() -> AnyView {
    if session::state().read().is_some_and(|session| session.role != Role::Professional) {
        return elsewhere_page();
    }
    let route = route();
    // Who has just signed up begins with a registration.
    if route.get_untracked() == Route::SignUp {
        let _ = window().location().replace("/");
        return view! { <main id="main">{skeleton(3)}</main> }.into_any();
    }
    // A page that reads the address of the moment is not built again by writing it.
    let show = move |route| match route {
        Route::Home | Route::SignUp => account_home::account_page(),
        Route::Query => query::query_page(),
        Route::Certificates => certificates::certificates_page(),
        Route::Certificate(number) => certificates::certificate::certificate_page(number),
        Route::Messages => messages::messages_page(),
        Route::Profile => profile::profile_page(),
        Route::SignIns => sign_ins::sign_ins_page(),
        Route::ChangePassword => change_page(ACCOUNT),
        Route::Missing => missing_page(),
    };
    let page = move || {
        let route = route.get();
        untrack(|| page_life::page(|| show(route)))
    };
    let current = Memo::new(move |_| route.read().menu_path());
    with_menu("professional", &MENU, current, page)
}

/// The browser holds one session for all apps: who is signed in for a unit has no page here.
fn elsewhere_page() -> AnyView {
    view! {
        <main id="main" class="narrow">
            {heading("您以单位身份登录".to_owned())}
            <p class="notice">"这里供专业技术人员个人使用。要查看本人的证书和信息，请退出后以个人身份登录。"</p>
            <a class="button primary" href="/unit/">"前往单位页面"</a>
        </main>
    }
    .into_any()
}

fn missing_page() -> AnyView {
    view! {
        {page_head("没有这个页面")}
        <div class="card empty">
            <p class="muted">"地址可能写错了，或者页面已经移走。"</p>
            <a class="button primary" href=ACCOUNT>"回到我的"</a>
        </div>
    }
    .into_any()
}
