//! The menu of professionals: its lines lie in two apps, `/` and `/me/`.

use super::frame::{MenuGroup, MenuItem};

pub const MENU: [MenuGroup; 1] = [MenuGroup {
    name: "我的学时",
    items: &[
        MenuItem { path: "/", name: "学时登记" },
        MenuItem { path: "/query", name: "学时查询" },
        MenuItem { path: OWN, name: "我的" },
    ],
}];

/// The line that says how many messages wait.
pub const OWN: &str = "/me/";
