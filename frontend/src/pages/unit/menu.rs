//! The menu of the unit's app: the manual's sidebar at a desk; on a phone, where it has too many lines for tabs, a panel
//! behind one button.

use crate::prelude::*;
use web_sys::HtmlDetailsElement;

use super::office::Office;
use super::route::Route;
use crate::pages::frame::{MenuGroup, MenuItem};
use crate::viewport::is_wide;

const OVERVIEW: MenuItem = MenuItem { path: "/unit/", name: "总览" };
const REGISTRATIONS: MenuItem = MenuItem { path: "/unit/registrations", name: "专业科目学时登记" };
const REVIEW: MenuItem = MenuItem { path: "/unit/review", name: "专业科目学时审核" };
const FINAL_REVIEW: MenuItem = MenuItem { path: "/unit/final-review", name: "专业科目学时终审" };
const RESULTS: MenuItem = MenuItem { path: "/unit/results", name: "专业科目学时审核结果" };
const SPECIALTY_HOURS: MenuItem = MenuItem { path: "/unit/specialty-hours", name: "专业科目学时查询" };
const HOURS: MenuItem = MenuItem { path: "/unit/hours", name: "全学时查询" };
const WINDOW: MenuItem = MenuItem { path: "/unit/window", name: "学时登记开放" };
const PEOPLE: MenuItem = MenuItem { path: "/unit/people", name: "专业技术人员管理" };
const PROFILE: MenuItem = MenuItem { path: "/unit/profile", name: "单位信息维护" };
const ADMINISTRATORS: MenuItem = MenuItem { path: "/unit/administrators", name: "单位管理员管理" };
const DEPARTMENTS: MenuItem = MenuItem { path: "/unit/departments", name: "单位部门管理" };
const ACCOUNT: MenuItem = MenuItem { path: "/unit/account", name: "我的账号" };

const OF_CHIEF: &[MenuGroup] = &[
    MenuGroup { name: "", items: &[OVERVIEW] },
    MenuGroup {
        name: "学时管理",
        items: &[REGISTRATIONS, REVIEW, FINAL_REVIEW, RESULTS, SPECIALTY_HOURS, HOURS, WINDOW],
    },
    MenuGroup { name: "用户管理", items: &[PEOPLE, ACCOUNT] },
];

const OF_DEPARTMENT: &[MenuGroup] = &[
    MenuGroup { name: "", items: &[OVERVIEW] },
    MenuGroup { name: "学时管理", items: &[REGISTRATIONS, REVIEW, RESULTS, SPECIALTY_HOURS, HOURS] },
    MenuGroup { name: "用户管理", items: &[PEOPLE, ACCOUNT] },
];

const OF_UNIT_ACCOUNT: &[MenuGroup] =
    &[MenuGroup { name: "用户管理", items: &[PROFILE, ADMINISTRATORS, DEPARTMENTS, ACCOUNT] }];

/// The lines that an account gets to see.
fn lines(office: &Office) -> &'static [MenuGroup] {
    match office {
        Office::Chief => OF_CHIEF,
        Office::Department(_) => OF_DEPARTMENT,
        Office::UnitAccount => OF_UNIT_ACCOUNT,
        Office::Elsewhere => &[],
    }
}

/// The page with the menu beside it, or above it on a phone.
pub fn with_menu(office: &Office, unit: String, route: Memo<Route>, page: impl IntoView + 'static) -> AnyView {
    let current = Memo::new(move |_| route.read().menu_path());
    let open = RwSignal::new(false);
    Effect::on_change(move || current.get(), move |_| open.set(false));
    let link = move |item: &MenuItem| {
        let MenuItem { path, name } = *item;
        let is_current = move || (current.get() == path).then_some("page");
        // Choosing the page that is open closes the menu as well.
        view! { <li><a href=path aria-current=is_current on:click=move |_| open.set(false)>{name}</a></li> }
    };
    let group = move |group: &MenuGroup| {
        view! {
            <div class="menu-group">
                <p class="menu-heading">{group.name}</p>
                <ul role="list">{group.items.iter().map(link).collect_view()}</ul>
            </div>
        }
    };
    let on_toggle = move |event: web_sys::Event| {
        if !untrack(is_wide) {
            open.set(event_target::<HtmlDetailsElement>(&event).open());
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            open.set(false);
        }
    };
    view! {
        <a class="skip" href="#main">"跳到主要内容"</a>
        <div class="frame unit">
            <nav class="menu" aria-label="主菜单" on:keydown=on_key>
                // At a desk the lines are always there.
                <details prop:open=move || is_wide() || open.get() on:toggle=on_toggle>
                    <summary><span aria-hidden="true">"☰ "</span>"菜单"<span class="menu-unit">{unit}</span></summary>
                    <div class="menu-lines">
                        <p class="brand">"学时"</p>
                        {lines(office).iter().map(group).collect_view()}
                    </div>
                </details>
            </nav>
            <main id="main" tabindex="-1">{page}</main>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Place;

    #[test]
    fn every_line_leads_to_a_page_of_whose_menu_it_is() {
        for office in [Office::Chief, Office::Department("急诊科".to_owned()), Office::UnitAccount] {
            for item in lines(&office).iter().flat_map(|group| group.items) {
                let place = Place { path: item.path.to_owned(), query: String::new() };
                let route = Route::parse(&place).for_office(&office);
                assert_eq!((route.path(), route.menu_path()), (item.path, item.path), "{office:?}");
            }
        }
    }
}
