//! 新登记培训 导入学员培训信息 批量删除 提交至主管部门审核 批量提交审核

use crate::prelude::*;

use super::Page;
use crate::pages::registering::choosing;
use crate::pages::unit::route::Route;

pub fn toolbar(page: Page) -> AnyView {
    choosing::toolbar(page.list, page.actions, ways_in, "批量提交审核")
}

fn ways_in(at_desk: bool) -> AnyView {
    let links = view! {
        <a class="button primary" href=Route::RegistrationForm.path()>"新登记培训"</a>
        <a class="button" href=Route::Import.path()>"导入学员培训信息"</a>
    }
    .into_any();
    if at_desk { links } else { view! { <div class="toolbar">{links}</div> }.into_any() }
}
