//! The app of units and their administrators.

mod route;

use domain::permission::Role;
use leptos::prelude::*;

use super::change_password::change_page;
use super::frame::{MenuGroup, MenuItem, frame, with_menu};
use super::sign_in::sign_in_page;
use crate::components::heading::heading;
use crate::{location, session};
use route::Route;

const MENU: [MenuGroup; 3] = [
    MenuGroup { name: "", items: &[MenuItem { path: "/unit/", name: "总览" }] },
    MenuGroup {
        name: "学时管理",
        items: &[
            MenuItem { path: "/unit/registrations", name: "专业科目学时登记" },
            MenuItem { path: "/unit/review", name: "专业科目学时审核" },
            MenuItem { path: "/unit/final-review", name: "专业科目学时终审" },
            MenuItem { path: "/unit/results", name: "专业科目学时审核结果" },
            MenuItem { path: "/unit/specialty-hours", name: "专业科目学时查询" },
            MenuItem { path: "/unit/all-hours", name: "全学时查询" },
            MenuItem { path: "/unit/window", name: "学时登记开放" },
        ],
    },
    MenuGroup {
        name: "用户管理",
        items: &[
            MenuItem { path: "/unit/people", name: "专业技术人员管理" },
            MenuItem { path: "/unit/account", name: "我的账号" },
        ],
    },
];

pub fn app() -> AnyView {
    frame(entrance, pages)
}

fn entrance() -> AnyView {
    let role = Memo::new(|_| Route::sign_in_role(&location::place()));
    (move || sign_in_page(role.get())).into_any()
}

fn pages() -> AnyView {
    let route = Memo::new(|_| Route::parse(&location::place()));
    let current = Memo::new(move |_| route.read().menu_path());
    let page = move || match route.get() {
        Route::Overview => overview_page(),
        Route::ChangePassword => change_page("/unit/"),
        Route::Missing => missing_page(),
    };
    with_menu("unit", &MENU, current, page)
}

fn overview_page() -> AnyView {
    let who = session::state().read();
    let name = who.as_ref().map(|who| who.unit.name.clone());
    let role = who.map(|who| if who.role == Role::Unit { "单位账号" } else { "单位管理员" });
    view! {
        <header class="page-head">{heading("总览".to_owned())}</header>
        <div class="card pane">
            <p>{name}</p>
            <p class="muted">{role}</p>
            <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
        </div>
    }
    .into_any()
}

fn missing_page() -> AnyView {
    view! {
        <header class="page-head">{heading("没有这个页面".to_owned())}</header>
        <div class="card empty">
            <p class="muted">"地址可能写错了,或者页面已经移走。"</p>
            <a class="button primary" href="/unit/">"回到总览"</a>
        </div>
    }
    .into_any()
}
