//! Addresses that lead from one app into another.

use domain::id::RegistrationId;

/// 登录 of professionals.
pub const SIGN_IN: &str = "/sign-in";

/// The line of 学时查询.
pub const QUERY: &str = "/me/query";

/// The line that says how many messages wait.
pub const ACCOUNT: &str = "/me/";

/// 查看 of one registration, in the app of registering.
pub fn registration_path(id: &RegistrationId) -> String {
    format!("/registrations/{id}")
}
