//! What surrounds the pages of both apps: who may see which, the menu, the dialogs that can come up anywhere.

use crate::components::layout::deferred::deferred;
use crate::prelude::*;

use crate::api::CallError;
use crate::apps::menu::{MenuGroup, MenuItem};
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::live_region;
use crate::components::list::loaded::skeleton;
use crate::features::addresses::ACCOUNT;
use crate::features::sign_in::change_password::forced_change_page;
use crate::features::sign_in::other_account::other_account;
use crate::features::sign_in::reopen_session::{ask_for_password, reopen_session};
use crate::session;
use crate::session::SessionState;
use crate::state::query::{Ask, query};

/// What may be shown, as far as it depends on who is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Nobody,
    /// An initial password opens nothing but its change.
    MustChangePassword,
    Open,
}

/// The frame of an app: finds out who is there, then shows `pages` to who is signed in and `sign_in` to who is not.
///
/// `pages` is built again only when somebody comes or goes, not when a session is merely renewed.
pub fn frame(sign_in: fn() -> AnyView, pages: fn() -> AnyView) -> AnyView {
    frame_asking(ask_for_password, sign_in, pages)
}

/// The same, with `ask` in the dialog that opens an ended session again.
pub fn frame_asking(ask: fn() -> AnyView, sign_in: fn() -> AnyView, pages: fn() -> AnyView) -> AnyView {
    let session = session::install();
    let start = query(resume);
    let gate = Memo::new(move |_| gate(session));
    let content = move || match start.get() {
        None => view! { <main id="main">{skeleton(3)}</main> }.into_any(),
        Some(Err(error)) => {
            let again = Callback::new(move |()| start.again());
            view! { <main id="main">{failure_notice(Signal::stored(Some(error)), again)}</main> }.into_any()
        }
        Some(Ok(())) => (move || match gate.get() {
            Gate::Nobody => sign_in(),
            Gate::MustChangePassword => forced_change_page(),
            Gate::Open => pages(),
        })
        .into_any(),
    };
    view! { {content} {live_region()} {reopen_session(ask)} {other_account()} }.into_any()
}

fn gate(session: SessionState) -> Gate {
    session.who().with(|who| match who {
        None => Gate::Nobody,
        Some(who) if who.must_change_password => Gate::MustChangePassword,
        Some(_) => Gate::Open,
    })
}

/// Nobody being signed in is an answer, not a failure.
async fn resume() -> Result<(), CallError> {
    match session::resume().await {
        Ok(()) | Err(CallError::SessionEnded) => Ok(()),
        Err(error) => Err(error),
    }
}

/// How many messages wait, if any do.
fn unread() -> Option<AnyView> {
    let count = session::state().who().with(|who| who.as_ref().map_or(0, |who| who.unread));
    (count > 0)
        .then(|| view! { <span class="badge">{count}<span class="hidden-text">" 条未读消息"</span></span> }.into_any())
}

/// The page between the menu and the edge of the window. The menu is a sidebar at a desk, and tabs within the thumb's
/// reach on a phone.
pub fn with_menu(
    class: &'static str,
    menu: &'static [MenuGroup],
    current: impl Into<Signal<&'static str>>,
    page: impl IntoView + 'static,
) -> AnyView {
    let current = current.into();
    let link = move |item: &MenuItem| {
        let MenuItem { path, name } = *item;
        let is_current = move || (current.get() == path).then_some("page");
        let unread = (path == ACCOUNT).then_some(unread);
        view! { <li><a href=path aria-current=is_current><span>{name}{unread}</span></a></li> }
    };
    let group = move |group: &MenuGroup| {
        view! {
            <div class="menu-group">
                <p class="menu-heading">{group.name}</p>
                <ul role="list">{group.items.iter().map(link).collect_view()}</ul>
            </div>
        }
    };
    view! {
        <a class="skip" href="#main">"跳到主要内容"</a>
        <div class=format!("frame {class}")>
            <nav class="menu" aria-label="主菜单">
                <p class="brand">"学时"</p>
                {menu.iter().map(group).collect_view()}
            </nav>
            <main id="main" tabindex="-1">{deferred(move || page.into_any())}</main>
        </div>
    }
    .into_any()
}
