//! The events, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::audit_event::AuditEvent;
use domain::contract::audit::AuditEntry;

use crate::components::list::windowed::{Shape, windowed};
use crate::pages::operator::audit::Page;
use crate::platform::viewport::is_wide;

const COLUMNS: usize = 5;

pub fn list(page: Page) -> AnyView {
    (move || if is_wide() { table(page) } else { cards(page) }).into_any()
}

/// Several events may have been done in one millisecond, but not twice the same to the same.
fn key(entry: &AuditEntry) -> (i64, String, String) {
    (entry.at.milliseconds(), entry.event.clone(), entry.subject.clone())
}

fn table(page: Page) -> AnyView {
    view! {
        <div class="card table-card">
            <table class="console-table audit-table">
                <caption class="hidden-text">"审计日志"</caption>
                <thead><tr>
                    <th scope="col">"时间"</th>
                    <th scope="col">"操作人"</th>
                    <th scope="col">"代表"</th>
                    <th scope="col">"操作"</th>
                    <th scope="col">"对象编号"</th>
                </tr></thead>
                {windowed(page.list.rows.into(), Shape::Table { columns: COLUMNS }, key, line)}
            </table>
        </div>
    }
    .into_any()
}

fn line(entry: AuditEntry) -> AnyView {
    view! {
        <tr>
            <td class="digits">{entry.at.display()}</td>
            <th scope="row" class="short">{entry.actor}</th>
            <td>{on_behalf(entry.department.as_ref())}</td>
            <td>{AuditEvent::label_of(&entry.event).to_owned()}</td>
            <td class="subject">{entry.subject}</td>
        </tr>
    }
    .into_any()
}

fn cards(page: Page) -> AnyView {
    windowed(page.list.rows.into(), Shape::Cards, key, |entry| {
        view! {
            <article class="card registration">
                <h2>{AuditEvent::label_of(&entry.event).to_owned()}</h2>
                <p class="small muted"><span class="digits">{entry.at.display()}</span>" · "{entry.actor}</p>
                <p class="small muted">{on_behalf(entry.department.as_ref())}</p>
                <p class="small muted subject">{entry.subject}</p>
            </article>
        }
        .into_any()
    })
}

pub fn on_behalf(department: Option<&String>) -> String {
    department.map_or_else(|| "整个单位".to_owned(), Clone::clone)
}
