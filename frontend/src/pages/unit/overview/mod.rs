//! 总览: what waits, since when, how the year stands by department and month, and what to do next.

mod pictures;

use crate::prelude::*;
use domain::contract::overview::{Overview, ReadOverviewRequest};
use domain::contract::registrations::RegistrationPage;
use domain::contract::reviews::SearchPendingRequest;
use domain::contract::{ReadOverview, SearchPending};
use domain::review::Stage;

use crate::api::{CallError, call};
use crate::apps::unit::route::Route;
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::features::registrations::pending_age::oldest_waits;
use crate::features::registrations::wording::review_name;
use crate::features::sign_in::sign_out::sign_out_button;
use crate::platform::clock::device_now;
use crate::session;
use crate::session::access::Access;
use crate::state::query::query;

/// What waits at both stages; the final one is the chief's alone.
#[derive(Clone)]
struct Waiting {
    first: RegistrationPage,
    last: Option<RegistrationPage>,
    overview: Overview,
}

pub fn overview_page() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let access = Access::of(&session);
    let is_chief = access.is_chief();
    let loader = query(move || waiting(is_chief));
    view! {
        <header class="page-head">{heading("总览".to_owned())}</header>
        {loaded(loader, 2, move |waiting| content(waiting, is_chief))}
        <section class="card pane" aria-label="账号">
            <div>
                <p><strong>{session.unit.name}</strong></p>
                <p class="muted">{session.name}" · "{access.name()}</p>
            </div>
            <div class="row">
                <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
                {sign_out_button(Route::Overview.path())}
            </div>
        </section>
    }
    .into_any()
}

async fn waiting(is_chief: bool) -> Result<Waiting, CallError> {
    let first = pending(Stage::First).await?;
    let last = if is_chief { Some(pending(Stage::Final).await?) } else { None };
    let overview = call::<ReadOverview>(&ReadOverviewRequest {}).await?;
    Ok(Waiting { first, last, overview })
}

async fn pending(stage: Stage) -> Result<RegistrationPage, CallError> {
    call::<SearchPending>(&SearchPendingRequest { stage: Some(stage), ..Default::default() }).await
}

fn content(waiting: Waiting, is_chief: bool) -> AnyView {
    let Waiting { first, last, overview } = waiting;
    // Most units have no final stage; it is named where something waits there.
    let last = last.filter(|page| !page.rows.is_empty() || page.next.is_some());
    view! {
        <div class="overview-cards">
            {desk_card(Stage::First, &first, overview.pending_first)}
            {last.as_ref().map(|page| desk_card(Stage::Final, page, overview.pending_final))}
            {next_card(&overview, is_chief)}
        </div>
        <div class="overview-cards">
            {pictures::departments(&overview)}
            {pictures::months(&overview)}
        </div>
        <p class="small muted">{format!("统计于 {}，每 10 分钟更新", overview.counted_at.display())}</p>
    }
    .into_any()
}

fn desk_card(stage: Stage, page: &RegistrationPage, counted: u32) -> AnyView {
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
            <h2>{review_name(stage)}</h2>
            <p class="hours"><span class="figure">{count(page, counted)}</span>" "<span class="unit">"条待审核"</span></p>
            <p class="muted">{standing}</p>
            {attention}
            <a class=class href=route.path()>{next}</a>
        </section>
    }
    .into_any()
}

/// What to do next, besides what waits.
fn next_card(overview: &Overview, is_chief: bool) -> AnyView {
    let without = overview.departments.iter().find(|one| one.department.is_none()).map_or(0, |one| one.people);
    let has_departments = overview.departments.iter().any(|one| one.department.is_some());
    let (people, fulfilled) = totals(overview);
    let assign = (is_chief && has_departments && without > 0).then(|| {
        view! { <li><a href=Route::People.path()>{format!("为 {without} 位未分部门的人员选择部门")}</a></li> }
    });
    let unfulfilled = (people > fulfilled).then(|| {
        view! { <li>{format!("{} 人还未完成 {} 年度的学时", people - fulfilled, overview.year)}</li> }
    });
    let closing = overview.closing.iter().map(|sentence| view! { <li class="flag">"▲ "{sentence.clone()}</li> });
    let closing = closing.collect_view();
    let window = is_chief.then(|| {
        view! { <li><a href=Route::Window.path()>"查看学时登记开放时间"</a></li> }
    });
    view! {
        <section class="card pane">
            <h2>"接下来"</h2>
            <ul class="next-list">
                {closing}
                {unfulfilled}
                {assign}
                <li><a href=Route::Results.path()>"查询审核结果"</a></li>
                {window}
            </ul>
        </section>
    }
    .into_any()
}

/// People, and those of them who fulfil the year.
fn totals(overview: &Overview) -> (u32, u32) {
    overview.departments.iter().fold((0, 0), |sum, one| (sum.0 + one.people, sum.1 + one.fulfilled))
}

/// `28`; where the first page is not all, as many as were counted last, which is not long ago.
fn count(page: &RegistrationPage, counted: u32) -> String {
    let shown = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    match page.next {
        None => shown.to_string(),
        Some(_) if counted > shown => format!("约 {counted}"),
        Some(_) => format!("{shown}+"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registrations::sample::row;

    #[test]
    fn a_count_says_whether_there_are_more() {
        let page =
            |next: Option<&str>| RegistrationPage { rows: (0..50).map(row).collect(), next: next.map(str::to_owned) };
        assert_eq!(count(&page(None), 0), "50");
        assert_eq!(count(&page(Some("…")), 4_980), "约 4980");
        assert_eq!(count(&page(Some("…")), 12), "50+");
    }
}
