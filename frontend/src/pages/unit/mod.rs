//! The app of units and their administrators.

mod account;
mod detail;
mod office;
mod overview;
mod results;
mod review;
mod route;
mod sheet;
mod waiting;

use crate::prelude::*;
use domain::review::Stage;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::change_password::change_page;
use super::frame::{MenuGroup, MenuItem, frame, with_menu};
use super::sign_in::sign_in_page;
use crate::components::heading::heading;
use crate::{location, session};
use office::Office;
use route::Route;

const OVERVIEW: MenuItem = MenuItem { path: "/unit/", name: "总览" };
const REVIEW: MenuItem = MenuItem { path: "/unit/review", name: "专业科目学时审核" };
const FINAL_REVIEW: MenuItem = MenuItem { path: "/unit/final-review", name: "专业科目学时终审" };
const RESULTS: MenuItem = MenuItem { path: "/unit/results", name: "专业科目学时审核结果" };
const ACCOUNT: MenuItem = MenuItem { path: "/unit/account", name: "我的账号" };

const MENU_OF_CHIEF: [MenuGroup; 3] = [
    MenuGroup { name: "", items: &[OVERVIEW] },
    MenuGroup { name: "学时管理", items: &[REVIEW, FINAL_REVIEW, RESULTS] },
    MenuGroup { name: "用户管理", items: &[ACCOUNT] },
];

const MENU_OF_DEPARTMENT: [MenuGroup; 3] = [
    MenuGroup { name: "", items: &[OVERVIEW] },
    MenuGroup { name: "学时管理", items: &[REVIEW, RESULTS] },
    MenuGroup { name: "用户管理", items: &[ACCOUNT] },
];

const MENU_OF_UNIT_ACCOUNT: [MenuGroup; 1] = [MenuGroup { name: "", items: &[ACCOUNT] }];

pub fn app() -> AnyView {
    frame(entrance, pages)
}

fn entrance() -> AnyView {
    let role = Memo::new(|_| Route::sign_in_role(&location::place()));
    (move || sign_in_page(role.get())).into_any()
}

fn pages() -> AnyView {
    let Some(office) = session::state().read().map(|session| Office::of(&session)) else { return ().into_any() };
    let menu: &'static [MenuGroup] = match office {
        Office::Chief => &MENU_OF_CHIEF,
        Office::Department(_) => &MENU_OF_DEPARTMENT,
        Office::UnitAccount => &MENU_OF_UNIT_ACCOUNT,
        Office::Elsewhere => return account::elsewhere_page(),
    };
    // Who has signed in has no business at the entrance any more.
    if Route::is_entrance(&untrack(location::place)) {
        location::replace(Route::Overview.path());
    }
    let route = Memo::new(move |_| Route::parse(&location::place()).for_office(&office));
    let current = Memo::new(move |_| route.read().menu_path());
    Effect::new(move || {
        current.track();
        request_animation_frame(show_current_line);
    });
    let page = move || match route.get() {
        Route::Overview => overview::overview_page(),
        Route::Review => review::review_page(Stage::First),
        Route::FinalReview => review::review_page(Stage::Final),
        Route::Results => results::results_page(),
        Route::Account => account::account_page(),
        Route::ChangePassword => change_page(Route::Account.path()),
        Route::Missing => missing_page(),
    };
    with_menu("unit", menu, current, page)
}

/// On a phone the menu is a strip that scrolls sideways: the line of the current page is not to be out of sight.
fn show_current_line() {
    let find = |selector: &str| document().query_selector(selector).ok()?.map(JsCast::unchecked_into::<HtmlElement>);
    if let (Some(menu), Some(line)) = (find(".unit > .menu"), find(".unit > .menu [aria-current]")) {
        menu.set_scroll_left(line.offset_left() - (menu.client_width() - line.offset_width()) / 2);
    }
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
