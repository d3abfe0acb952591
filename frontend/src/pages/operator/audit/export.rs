//! 导出: everything that the search finds, as csv.

use crate::prelude::*;
use domain::audit_event::AuditEvent;
use domain::contract::SearchAudit;
use domain::contract::audit::{AuditEntry, SearchAuditRequest};

use crate::api::call;
use crate::components::feedback::export::{Export, Exported, Round, handed};
use crate::pages::operator::audit::{Page, list};
use crate::platform::csv;

const HEADINGS: [&str; 6] = ["时间", "操作人", "代表", "操作", "操作代码", "对象编号"];

pub fn export_bar(page: Page) -> AnyView {
    let export = Export::new("条", "请按日期分别导出");
    let begin = Callback::new(move |()| export.begin(move |round| file(page, round)));
    view! {
        <div class="toolbar">
            <button type="button" class="button" on:click=move |_| begin.run(())>"导出 csv"</button>
            {export.status(begin)}
        </div>
    }
    .into_any()
}

async fn file(page: Page, round: Round) -> Result<Option<Exported>, String> {
    let request = page.filter.get_untracked();
    let mut text = csv::csv(&HEADINGS, &[]);
    let fetch = async |cursor| {
        let answer = call::<SearchAudit>(&SearchAuditRequest { cursor, ..request.clone() }).await?;
        Ok((answer.entries, answer.next))
    };
    let put = async |entries: Vec<AuditEntry>| {
        let rows: Vec<_> = entries.iter().map(cells).collect();
        csv::push_rows(&mut text, &rows);
        Ok(())
    };
    let Some(exported) = round.collect(fetch, put).await? else { return Ok(None) };
    handed(csv::download("审计日志.csv", &text), exported)
}

fn cells(entry: &AuditEntry) -> Vec<String> {
    vec![
        entry.at.display(),
        entry.actor.clone(),
        list::on_behalf(entry.department.as_ref()),
        AuditEvent::label_of(&entry.event).to_owned(),
        entry.event.clone(),
        entry.subject.clone(),
    ]
}
