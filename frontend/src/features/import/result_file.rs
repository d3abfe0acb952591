//! What was not imported, as a file of the template's shape with a column that says why.

use crate::prelude::*;
use domain::import::FileColumn;
use leptos::task::spawn_local;

use crate::components::feedback::live_region::say;
use crate::features::import::lines::{Line, Lines, Standing};
use crate::features::import::{Importable, Page};
use crate::platform::download;
use crate::platform::worker::{NoWorker, Sheets};

/// Rows that travel to the worker at once.
const ROWS_AT_ONCE: usize = 1_000;

/// 下载需要修改的行, while there are any.
pub fn button<R: Importable>(page: Page<R>) -> AnyView {
    let busy = RwSignal::new(false);
    let any = Memo::new(move |_| page.lines.with(|lines| lines.count().wrong > 0));
    let get = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let rows = page.lines.with_untracked(rows);
        spawn_local(async move {
            let handed = write::<R>(&rows).await;
            say(if handed == Ok(true) {
                "文件已下载，修改后可以再次导入"
            } else {
                "文件没有生成，请重试"
            });
            busy.try_set(false);
        });
    };
    (move || {
        any.get().then(|| {
            view! {
                <button type="button" class="button" aria-busy=move || busy.get().to_string() on:click=get>
                    "下载需要修改的行"
                </button>
            }
        })
    })
    .into_any()
}

fn rows<R: Importable>(lines: &Lines<R>) -> Vec<Vec<String>> {
    let failed = lines.iter().filter(|line| line.standing == Standing::Waiting && line.is_wrong());
    failed.map(cells).collect()
}

fn cells<R: Importable>(line: &Line<R>) -> Vec<String> {
    let row = R::Column::ALL.iter().map(|column| line.checked.row.get(*column).to_owned());
    row.chain([format!("{} {}", line.checked.place(), line.mistakes())]).collect()
}

async fn write<R: Importable>(rows: &[Vec<String>]) -> Result<bool, NoWorker> {
    let sheets = Sheets::start().await?;
    let mut headings: Vec<(&str, u16, bool)> =
        R::Column::ALL.iter().map(|column| (column.heading(), 18, false)).collect();
    headings.push(("需要修改的地方", 60, false));
    sheets.begin(R::WORDS.sheet, &headings);
    for some in rows.chunks(ROWS_AT_ONCE) {
        sheets.rows(some).await?;
    }
    let bytes = sheets.finish().await?;
    Ok(download::hand_over("需要修改的行.xlsx", download::XLSX, &bytes))
}
