//! 新登记培训 导入学员培训信息 批量删除 提交至主管部门审核 批量提交审核

use crate::prelude::*;

use crate::apps::unit::route::Route;
use crate::features::registrations::choosing;
use crate::pages::unit::registrations::Page;

pub fn toolbar(page: Page) -> AnyView {
    choosing::toolbar(page.list, page.actions, new_buttons, "批量提交审核")
}

fn new_buttons(at_desk: bool) -> AnyView {
    let links = view! {
        <a class="button primary" href=Route::RegistrationForm.path()>"新登记培训"</a>
        <a class="button" href=Route::Import.path()>"导入学员培训信息"</a>
    }
    .into_any();
    if at_desk { links } else { view! { <div class="toolbar">{links}</div> }.into_any() }
}
