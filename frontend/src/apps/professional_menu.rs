//! The menu of professionals: its lines lie in two apps, `/` and `/me/`.

use crate::apps::menu::{MenuGroup, MenuItem};
use crate::features::addresses::{ACCOUNT, QUERY};

pub const MENU: [MenuGroup; 1] = [MenuGroup {
    name: "我的学时",
    items: &[
        MenuItem { path: "/", name: "学时登记" },
        MenuItem { path: QUERY, name: "学时查询" },
        MenuItem { path: ACCOUNT, name: "我的" },
    ],
}];
