//! What became of each item of a batch, where not all went well.

use crate::prelude::*;
use domain::contract::registrations::{BatchResponse, Outcome, RegistrationRow};

use crate::components::dialog::dialog;

/// A batch that was refused in part or in whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was to be done, by the name of its button: 提交, 删除…
    pub verb: &'static str,
    pub done: usize,
    pub refused: Vec<Refused>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// As it is now, as far as that is known.
    pub row: RegistrationRow,
    pub message: String,
}

impl Report {
    /// Brings answers and rows together.
    pub fn new(verb: &'static str, rows: &[RegistrationRow], response: &BatchResponse) -> Self {
        let refused: Vec<Refused> = response
            .results
            .iter()
            .filter_map(|result| match &result.outcome {
                Outcome::Done { .. } => None,
                Outcome::Refused { message, row: now, .. } => {
                    let row = now.as_deref().or_else(|| rows.iter().find(|row| row.id == result.id))?.clone();
                    Some(Refused { row, message: message.clone() })
                }
            })
            .collect();
        Self { verb, done: response.results.len() - refused.len(), refused }
    }

    /// `已提交 3 条`, or with what did not work.
    pub fn sentence(&self) -> String {
        match (self.done, self.refused.len()) {
            (done, 0) => format!("已{} {done} 条", self.verb),
            (0, refused) => format!("{refused} 条未能{}", self.verb),
            (done, refused) => format!("已{} {done} 条，{refused} 条未能{}", self.verb, self.verb),
        }
    }
}

/// Comes up when a report is put into `report`. `again` tries the refused rows once more.
pub fn batch_report(report: RwSignal<Option<Report>>, again: Callback<Report>) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if report.with(Option::is_some) {
            open.set(true);
        }
    });
    let title = move || report.with(|report| report.as_ref().map(Report::sentence).unwrap_or_default());
    dialog(open, Signal::derive(title), move || {
        let shown = report.get_untracked();
        let items = shown.iter().flat_map(|report| &report.refused).map(item).collect_view();
        let retry = move |_| {
            if let Some(report) = report.get_untracked() {
                open.set(false);
                again.run(report);
            }
        };
        view! {
            <ul class="outcomes" role="list">{items}</ul>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=retry>"重试失败项"</button>
                <button type="button" class="button primary" on:click=move |_| open.set(false)>"知道了"</button>
            </div>
        }
        .into_any()
    })
}

fn item(refused: &Refused) -> AnyView {
    view! {
        <li>
            <p><strong>{refused.row.title.clone()}</strong></p>
            <p class="error">{refused.message.clone()}</p>
        </li>
    }
    .into_any()
}
