//! The menu of the operator's app.

use crate::prelude::*;

use crate::apps::menu::{MenuGroup, MenuItem};
use crate::apps::operator::route::Route;
use crate::apps::panel_menu::panel_menu;

const LINES: &[MenuGroup] = &[
    MenuGroup { name: "", items: &[MenuItem { path: "/operator/", name: "总览" }] },
    MenuGroup {
        name: "单位",
        items: &[
            MenuItem { path: "/operator/units", name: "单位管理" },
            // In the app of units, where an operator is the chief of 其他单位.
            MenuItem { path: "/unit/review", name: "其他单位审核台" },
        ],
    },
    MenuGroup {
        name: "规则",
        items: &[
            MenuItem { path: "/operator/windows", name: "学时登记开放" },
            MenuItem { path: "/operator/rules", name: "认定标准" },
        ],
    },
    MenuGroup {
        name: "运行",
        items: &[
            MenuItem { path: "/operator/platforms", name: "学习平台" },
            MenuItem { path: "/operator/audit", name: "审计日志" },
            MenuItem { path: "/operator/account", name: "我的账号" },
        ],
    },
];

pub fn with_menu(route: Memo<Route>, page: impl IntoView + 'static) -> AnyView {
    let current = Memo::new(move |_| route.read().menu_path());
    panel_menu(LINES, "平台管理".to_owned(), current, page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::location::Place;

    #[test]
    fn every_line_of_this_app_leads_to_a_page_of_whose_menu_it_is() {
        let own = |item: &&MenuItem| item.path.starts_with("/operator/");
        for item in LINES.iter().flat_map(|group| group.items).filter(own) {
            let route = Route::parse(&Place { path: item.path.to_owned(), query: String::new() });
            assert_eq!((route.path(), route.menu_path()), (item.path, item.path));
        }
    }
}
