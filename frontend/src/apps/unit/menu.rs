//! The menu of the unit's app: the manual's sidebar.

use crate::prelude::*;

use crate::apps::menu::{MenuGroup, MenuItem};
use crate::apps::panel_menu::panel_menu;
use crate::apps::unit::route::Route;
use crate::session::access::Access;

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

/// The desk of 其他单位, which the operators review at.
const OF_OPERATOR: &[MenuGroup] = &[
    MenuGroup { name: "其他单位", items: &[REVIEW, RESULTS, SPECIALTY_HOURS, HOURS, PEOPLE] },
    MenuGroup { name: "平台管理", items: &[MenuItem { path: "/operator/", name: "回到平台管理" }] },
];

const OF_UNIT_ACCOUNT: &[MenuGroup] =
    &[MenuGroup { name: "用户管理", items: &[PROFILE, ADMINISTRATORS, DEPARTMENTS, ACCOUNT] }];

/// The lines that an account gets to see.
fn lines(access: &Access) -> &'static [MenuGroup] {
    match access {
        Access::Chief => OF_CHIEF,
        Access::Department(_) => OF_DEPARTMENT,
        Access::Operator => OF_OPERATOR,
        Access::UnitAccount => OF_UNIT_ACCOUNT,
        Access::Elsewhere => &[],
    }
}

/// The page with the menu beside it, or above it on a phone.
pub fn with_menu(access: &Access, unit: String, route: Memo<Route>, page: impl IntoView + 'static) -> AnyView {
    let current = Memo::new(move |_| route.read().menu_path());
    panel_menu(lines(access), unit, current, page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::location::Place;

    #[test]
    fn every_line_leads_to_a_page_of_whose_menu_it_is() {
        for access in [Access::Chief, Access::Department("急诊科".to_owned()), Access::Operator, Access::UnitAccount]
        {
            let own = |item: &&MenuItem| item.path.starts_with("/unit/");
            for item in lines(&access).iter().flat_map(|group| group.items).filter(own) {
                let place = Place { path: item.path.to_owned(), query: String::new() };
                let route = Route::parse(&place).for_access(&access);
                assert_eq!((route.path(), route.menu_path()), (item.path, item.path), "{access:?}");
            }
        }
    }
}
