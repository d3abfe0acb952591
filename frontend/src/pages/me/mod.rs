//! The app of what is one's own: hours, certificates, messages, the own record, the account. It lies beside the app of
//! registering, so that a phone that registers does not load it.

mod certificate;
mod certificates;
mod home;
mod messages;
mod mobile;
mod own;
mod profile;
mod qr_code;
mod query;
mod route;
mod sign_ins;
mod sign_up;

use crate::prelude::*;
use domain::permission::Role;

use super::change_password::change_page;
use super::frame::{frame, with_menu};
use super::own_menu::{MENU, OWN};
use super::sign_in::sign_in_page;
use crate::components::heading::heading;
use crate::components::loaded::skeleton;
use crate::{location, session};
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
        Route::Own | Route::SignUp => own::own_page(),
        Route::Query => query::query_page(),
        Route::Certificates => certificates::certificates_page(),
        Route::Certificate(number) => certificate::certificate_page(number),
        Route::Messages => messages::messages_page(),
        Route::Profile => profile::profile_page(),
        Route::SignIns => sign_ins::sign_ins_page(),
        Route::ChangePassword => change_page(OWN),
        Route::Missing => missing_page(),
    };
    let page = move || {
        let route = route.get();
        untrack(|| show(route))
    };
    let current = Memo::new(move |_| route.read().menu_path());
    with_menu("professional", &MENU, current, page)
}

/// The head of a page below 我的.
fn page_head(title: &'static str) -> AnyView {
    view! {
        <header class="page-head">
            <a class="back" href=OWN aria-label="返回">"‹"</a>
            {heading(title.to_owned())}
        </header>
    }
    .into_any()
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
            <a class="button primary" href=OWN>"回到我的"</a>
        </div>
    }
    .into_any()
}
