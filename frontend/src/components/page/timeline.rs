//! What happened to a registration, oldest first.

use crate::prelude::*;
use domain::contract::registrations::{Happening, HistoryEntry};

pub fn timeline(history: Vec<HistoryEntry>) -> AnyView {
    let entries = history.into_iter().map(entry).collect_view();
    view! { <ol class="timeline">{entries}</ol> }.into_any()
}

fn entry(entry: HistoryEntry) -> AnyView {
    let class = match entry.happening {
        Happening::Approved | Happening::PassedFirstStage => "ok",
        Happening::Rejected | Happening::Deleted => "bad",
        Happening::Submitted => "wait",
        Happening::Created
        | Happening::Edited
        | Happening::Withdrawn
        | Happening::Moved
        | Happening::Merged
        | Happening::Undone => "draft",
    };
    let hours = entry.approved_hours.map(|hours| format!(" · 批准 {hours} 学时"));
    view! {
        <li class=class>
            <p><strong>{entry.happening.name()}</strong>{hours}</p>
            <p class="small muted"><span class="digits">{entry.at.display()}</span>" · "{entry.actor}</p>
            {entry.note.map(|note| view! { <p class="note">{note}</p> })}
        </li>
    }
    .into_any()
}
