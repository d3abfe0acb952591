//! The screens of a person’s own account.

pub mod account_home;
pub mod certificates;
pub mod messages;
pub mod profile;
pub mod query;
pub mod sign_ins;
pub mod sign_up;

use crate::components::page::heading::heading;
use crate::features::addresses::ACCOUNT;
use crate::prelude::*;

/// The head of a page below 我的.
pub fn page_head(title: &'static str) -> AnyView {
    view! {
        <header class="page-head">
            <a class="back" href=ACCOUNT aria-label="返回">"‹"</a>
            {heading(title.to_owned())}
        </header>
    }
    .into_any()
}
