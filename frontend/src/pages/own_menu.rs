//! The menu of professionals: its lines lie in two apps, `/` and `/me/`.

use domain::id::RegistrationId;

use super::frame::{MenuGroup, MenuItem};

pub const MENU: [MenuGroup; 1] = [MenuGroup {
    name: "我的学时",
    items: &[
        MenuItem { path: "/", name: "学时登记" },
        MenuItem { path: QUERY, name: "学时查询" },
        MenuItem { path: OWN, name: "我的" },
    ],
}];

/// 登录 of professionals.
pub const SIGN_IN: &str = "/sign-in";

/// The line of 学时查询.
pub const QUERY: &str = "/me/query";

/// The line that says how many messages wait.
pub const OWN: &str = "/me/";

/// 查看 of one registration, in the app of registering.
pub fn registration_path(id: &RegistrationId) -> String {
    format!("/registrations/{id}")
}
