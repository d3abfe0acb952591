//! 登录记录, and 退出其他设备.

use crate::prelude::*;

use super::page_head;
use super::route::Route;
use crate::pages::recent_sign_ins::recent_sign_ins;

pub fn sign_ins_page() -> AnyView {
    view! {
        {page_head("登录记录")}
        {recent_sign_ins(Route::ChangePassword.path())}
    }
    .into_any()
}
