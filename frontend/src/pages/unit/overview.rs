//! 总览: what waits, since when, and what to do next.

use crate::prelude::*;
use domain::contract::SearchPending;
use domain::contract::registrations::RegistrationPage;
use domain::contract::reviews::SearchPendingRequest;
use domain::review::Stage;

use super::account::sign_out_button;
use super::office::Office;
use super::review;
use super::route::Route;
use super::waiting::oldest_waits;
use crate::api::{CallError, call};
use crate::attempt::Loader;
use crate::clock::device_now;
use crate::components::heading::heading;
use crate::components::loaded::loaded;
use crate::session;

/// What waits at both stages; the final one is the chief's alone.
#[derive(Clone)]
struct Waiting {
    first: RegistrationPage,
    last: Option<RegistrationPage>,
}

pub fn overview_page() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let office = Office::of(&session);
    let is_chief = office.is_chief();
    let loader = Loader::new(move || waiting(is_chief));
    view! {
        <header class="page-head">{heading("总览".to_owned())}</header>
        {loaded(loader, 2, content)}
        <section class="card pane" aria-label="账号">
            <div>
                <p><strong>{session.unit.name}</strong></p>
                <p class="muted">{session.name}" · "{office.name()}</p>
            </div>
            <div class="row">
                <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
                {sign_out_button()}
            </div>
        </section>
    }
    .into_any()
}

async fn waiting(is_chief: bool) -> Result<Waiting, CallError> {
    let first = pending(Stage::First).await?;
    let last = if is_chief { Some(pending(Stage::Final).await?) } else { None };
    Ok(Waiting { first, last })
}

async fn pending(stage: Stage) -> Result<RegistrationPage, CallError> {
    call::<SearchPending>(&SearchPendingRequest { stage: Some(stage), ..Default::default() }).await
}

fn content(waiting: Waiting) -> AnyView {
    // Most units have no final stage; it is named where something waits there.
    let last = waiting.last.filter(|page| !page.rows.is_empty() || page.next.is_some());
    view! {
        <div class="overview-cards">
            {desk_card(Stage::First, &waiting.first)}
            {last.as_ref().map(|page| desk_card(Stage::Final, page))}
            {results_card()}
        </div>
    }
    .into_any()
}

fn desk_card(stage: Stage, page: &RegistrationPage) -> AnyView {
    let route = match stage {
        Stage::First => Route::Review,
        Stage::Final => Route::FinalReview,
    };
    let is_empty = page.rows.is_empty() && page.next.is_none();
    let deviating = page.rows.iter().filter(|row| !row.deviations.is_empty()).count();
    let age = oldest_waits(&page.rows, device_now());
    let standing = if is_empty { "没有待审核的登记".to_owned() } else { age.unwrap_or_default() };
    let attention = (deviating > 0).then(|| {
        view! { <p class="flag"><span aria-hidden="true">"▲ "</span>{format!("其中 {deviating} 条需要留意")}</p> }
    });
    let class = if is_empty { "button" } else { "button primary" };
    let next = if is_empty { "查看审核" } else { "开始审核" };
    view! {
        <section class="card pane">
            <h2>{review::title(stage)}</h2>
            <p class="hours"><span class="figure">{count(page)}</span>" "<span class="unit">"条待审核"</span></p>
            <p class="muted">{standing}</p>
            {attention}
            <a class=class href=route.path()>{next}</a>
        </section>
    }
    .into_any()
}

fn results_card() -> AnyView {
    view! {
        <section class="card pane">
            <h2>"专业科目学时审核结果"</h2>
            <p class="muted">"按审核状态查询本单位的登记,查看审核进度。"</p>
            <a class="button" href=Route::Results.path()>"查询审核结果"</a>
        </section>
    }
    .into_any()
}

/// `128`, or `50+` where the first page is not all.
fn count(page: &RegistrationPage) -> String {
    let more = if page.next.is_some() { "+" } else { "" };
    format!("{}{more}", page.rows.len())
}

#[cfg(test)]
mod tests {
    use super::super::review::sample::row;
    use super::*;

    #[test]
    fn a_count_says_whether_there_are_more() {
        let page =
            |next: Option<&str>| RegistrationPage { rows: (0..50).map(row).collect(), next: next.map(str::to_owned) };
        assert_eq!(count(&page(None)), "50");
        assert_eq!(count(&page(Some("…"))), "50+");
    }
}
