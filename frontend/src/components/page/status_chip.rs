//! A registration's status, by sign and word as well as colour.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::review::{Stage, Status};

pub fn status_chip(status: Status) -> AnyView {
    let (class, sign) = match status {
        Status::Draft => ("chip draft", "✎"),
        Status::Pending => ("chip wait", "◷"),
        Status::Approved => ("chip ok", "✓"),
        Status::Rejected => ("chip bad", "✕"),
    };
    view! { <span class=class><span aria-hidden="true">{sign}</span>{status.name()}</span> }.into_any()
}

/// What there is to know beside the status: where it waits, or what was said about it.
pub fn standing(row: &RegistrationRow) -> Option<String> {
    match row.status {
        Status::Draft => None,
        Status::Pending => {
            let unit = row.reviewing_unit.clone().unwrap_or_default();
            let stage = row.stage.filter(|stage| *stage == Stage::Final).map(|_| " · 待终审").unwrap_or_default();
            Some(unit + stage)
        }
        Status::Approved => {
            let lowered = row.approved_hours.filter(|approved| *approved < row.claimed_hours);
            lowered.map(|approved| format!("批准 {approved} 学时{}", reason(row)))
        }
        Status::Rejected => row.opinion.clone(),
    }
}

fn reason(row: &RegistrationRow) -> String {
    row.opinion.as_ref().map(|opinion| format!("：{opinion}")).unwrap_or_default()
}
