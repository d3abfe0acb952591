use domain::audit_event::AuditEvent;
use domain::contract::completions::DeliveryResults;
use domain::contract::platforms::ImportCompletionsRequest;
use domain::field_errors::FieldErrors;
use domain::id::UnitId;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::platforms::Platform;
use crate::store::table::NotDone;
use crate::store::{platforms, unit_log};
use crate::use_cases::deliver_completions;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: ImportCompletionsRequest,
) -> Result<DeliveryResults, Error> {
    let app = cx.app;
    deliver_completions::check(&request.deliveries)?;
    let list = platforms::listed(app).await?;
    let Some(name) = list.name_of(&request.platform).map(str::to_owned) else {
        let mut errors = FieldErrors::default();
        errors.push("platform", "unknown", "没有找到这个学习平台，请刷新后重新选择");
        return Err(Error::Invalid(errors));
    };
    // It is on record before it begins; a repeat goes on where the first one was interrupted.
    let subject = request.platform.as_str();
    let note = unit_log::note(&caller.author(&cx), AuditEvent::CompletionsImported, subject)?;
    match app.table.transact(note.into()).await {
        Ok(()) => {}
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(app, &UnitId::other(), &cx.repeat, subject).await?;
        }
        Err(other) => return Err(other.into()),
    }
    let platform = Platform { id: request.platform.clone(), name, signed: None };
    deliver_completions::deliver(app, &platform, request.deliveries).await
}
