//! 学时登记开放 as a table: the years that accept registrations, and what may be set of each.

use crate::prelude::*;
use domain::hours::date_text;
use domain::timestamp::Timestamp;

/// One year, as a line of the table.
pub struct YearLine {
    pub year: i32,
    /// What stands below the heads between 年度 and 现在.
    pub cells: Vec<String>,
    pub is_open: bool,
    /// Said beside whether it is open.
    pub note: Option<&'static str>,
}

/// The table. `heads` are those between 年度 and 现在; `edit` is told the line's place.
pub fn year_windows(heads: &[&'static str], lines: Vec<YearLine>, edit: Callback<usize>) -> AnyView {
    let heads = heads.iter().map(|head| view! { <th scope="col">{*head}</th> }.into_any()).collect_view();
    let lines = lines.into_iter().enumerate().map(|(place, line)| year_line(line, place, edit)).collect_view();
    view! {
        <div class="card table-card measure">
            <table class="plain-table console-table">
                <caption class="hidden-text">"各年度的登记开放时间"</caption>
                <thead><tr>
                    <th scope="col">"年度"</th>
                    {heads}
                    <th scope="col">"现在"</th>
                    <th scope="col">"操作"</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn year_line(line: YearLine, place: usize, edit: Callback<usize>) -> AnyView {
    let (look, standing) = if line.is_open { ("chip ok", "✓ 开放") } else { ("chip draft", "✕ 关闭") };
    let cells = line.cells.into_iter().map(|cell| view! { <td class="digits">{cell}</td> }.into_any()).collect_view();
    let note = line.note.map(|note| view! { <span class="small muted">{note}</span> });
    view! {
        <tr>
            <th scope="row" class="short">{line.year}</th>
            {cells}
            <td><span class="row"><span class=look>{standing}</span>{note}</span></td>
            <td><button type="button" class="button quiet" aria-label=format!("修改 {} 年度", line.year)
                on:click=move |_| edit.run(place)>"修改"</button></td>
        </tr>
    }
    .into_any()
}

/// The last day before an end at midnight.
pub fn last_day(end: Timestamp) -> String {
    date_text(end.plus_seconds(-1).date())
}
