//! The app of professionals.

mod route;

use domain::permission::Role;
use leptos::prelude::*;

use super::change_password::change_page;
use super::frame::{MenuGroup, MenuItem, frame, with_menu};
use super::sign_in::sign_in_page;
use crate::components::heading::heading;
use crate::location;
use route::Route;

const MENU: [MenuGroup; 1] = [MenuGroup {
    name: "我的学时",
    items: &[
        MenuItem { path: "/", name: "学时登记" },
        MenuItem { path: "/query", name: "学时查询" },
        MenuItem { path: "/me", name: "我的" },
    ],
}];

pub fn app() -> AnyView {
    frame(entrance, pages)
}

fn route() -> Memo<Route> {
    Memo::new(|_| Route::parse(&location::place()))
}

/// What is shown to who is not signed in: after signing in, the address that they came for still stands.
fn entrance() -> AnyView {
    sign_in_page(Role::Professional)
}

fn pages() -> AnyView {
    let route = route();
    let current = Memo::new(move |_| route.read().menu_path());
    let page = move || match route.get() {
        Route::ChangePassword => change_page("/me"),
        _ => missing_page(),
    };
    with_menu("professional", &MENU, current, page)
}

fn missing_page() -> AnyView {
    view! {
        <header class="page-head">{heading("没有这个页面".to_owned())}</header>
        <div class="card empty">
            <p class="muted">"地址可能写错了,或者页面已经移走。"</p>
            <a class="button primary" href="/">"回到学时登记"</a>
        </div>
    }
    .into_any()
}
