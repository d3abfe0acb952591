//! 导出: everything that the search finds, as xlsx or csv.

use crate::prelude::*;
use domain::contract::SearchTotals;
use domain::contract::registrations::{PersonTotals, SearchTotalsRequest};

use crate::api::call;
use crate::components::feedback::export::{Export, Exported, Round, handed};
use crate::pages::unit::totals::{Kind, Page};
use crate::platform::table_file::{Format, Heading, TableFile};
use crate::platform::worker::NO_WORKER;

const HEADINGS: [Heading; 9] = [
    ("年度", 8, false),
    ("姓名", 14, false),
    ("证件号码", 22, false),
    ("部门", 20, false),
    ("公需科目学时", 14, true),
    ("专业科目学时", 14, true),
    ("总学时", 10, true),
    ("要求学时", 10, true),
    ("达标情况", 12, false),
];
/// The columns of 专业科目学时查询.
const OF_SPECIALTY: [usize; 5] = [0, 1, 2, 3, 5];

pub fn export_bar(page: Page) -> AnyView {
    let export = Export::new("行", "请按部门分别导出");
    // 重试 makes the same file.
    let last = StoredValue::new(Format::Xlsx);
    let begin = Callback::new(move |format: Format| {
        last.set_value(format);
        export.begin(move |round| file(page, format, round));
    });
    view! {
        <div class="toolbar">
            {format_button(begin, Format::Xlsx)}
            {format_button(begin, Format::Csv)}
            {export.status(Callback::new(move |()| begin.run(last.get_value())))}
        </div>
    }
    .into_any()
}

fn format_button(begin: Callback<Format>, format: Format) -> AnyView {
    let words = format!("导出 {}", format.name());
    view! { <button type="button" class="button" on:click=move |_| begin.run(format)>{words}</button> }.into_any()
}

async fn file(page: Page, format: Format, round: Round) -> Result<Option<Exported>, String> {
    let columns: Vec<usize> = if page.kind == Kind::All { (0..HEADINGS.len()).collect() } else { OF_SPECIALTY.into() };
    let request = SearchTotalsRequest { for_export: true, ..page.filter.get_untracked() };
    let headings: Vec<Heading> = columns.iter().map(|column| HEADINGS[*column]).collect();
    let no_worker = |_| NO_WORKER.to_owned();
    let mut file = TableFile::begin(format, page.kind.title(), &headings).await.map_err(no_worker)?;
    let fetch = async |cursor| {
        let answer = call::<SearchTotals>(&SearchTotalsRequest { cursor, ..request.clone() }).await?;
        let required = answer.requirement.map(|requirement| requirement.total.to_string()).unwrap_or_default();
        let rows: Vec<_> = answer.rows.iter().map(|row| cells(page, &request, row, &required, &columns)).collect();
        Ok((rows, answer.next))
    };
    let put = async |rows: Vec<Vec<String>>| file.push(&rows).await.map_err(no_worker);
    let Some(exported) = round.collect(fetch, put).await? else { return Ok(None) };
    let name = format!("{}-{}", page.kind.title(), request.year);
    handed(file.hand_over(&name).await.map_err(no_worker)?, exported)
}

fn cells(
    page: Page,
    request: &SearchTotalsRequest,
    row: &PersonTotals,
    required: &str,
    columns: &[usize],
) -> Vec<String> {
    let fulfilled = match row.fulfilled {
        None => "无要求",
        Some(true) => "已达标",
        Some(false) => "未达标",
    };
    let all = [
        request.year.to_string(),
        row.name.clone(),
        row.identity_masked.clone(),
        untrack(|| page.department(row.department.as_ref())),
        row.totals.common.to_string(),
        row.totals.specialty.to_string(),
        row.totals.total().to_string(),
        required.to_owned(),
        fulfilled.to_owned(),
    ];
    columns.iter().map(|column| all[*column].clone()).collect()
}
