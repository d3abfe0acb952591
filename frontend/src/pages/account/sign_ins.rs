//! 登录记录, and 退出其他设备.

use crate::prelude::*;

use crate::apps::account::route::Route;
use crate::features::sign_in::recent_sign_ins::recent_sign_ins;
use crate::pages::account::page_head;

pub fn sign_ins_page() -> AnyView {
    view! {
        {page_head("登录记录")}
        {recent_sign_ins(Route::ChangePassword.path())}
    }
    .into_any()
}
